"""The product's settings, with the Django admin and the plain endpoints to compare with."""

from croydon_eh.settings import *  # noqa: F403
from croydon_eh.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "tests.bench"]
ROOT_URLCONF = "tests.bench.urls"
