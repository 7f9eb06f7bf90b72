import os

from django.core.wsgi import get_wsgi_application

from croydon_eh.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croydon_eh.settings")
application = get_wsgi_application()
refuse_unsafe_start()
