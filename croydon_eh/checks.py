"""What production refuses to start with."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


def _problems():
    if settings.MODE != "production":
        return
    if settings.DEBUG:
        yield Error("DEBUG is on.", hint="Unset DEBUG.", id="croydon_eh.E001")
    for name, value in (("SECRET_KEY", settings.SECRET_KEY), ("EH_SEAL_KEY", settings.SEAL_KEY)):
        if len(value) < 40 or len(set(value)) < 10 or value.startswith("django-insecure"):
            yield Error(
                f"{name} is missing or weak.",
                hint="Give it at least 40 random characters.",
                id="croydon_eh.E002",
            )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS is empty or a wildcard.",
            hint="Name the hosts that serve the site.",
            id="croydon_eh.E003",
        )


@register(Tags.security, deploy=True)
def safe_for_production(app_configs, **kwargs):
    return list(_problems())


def refuse_unsafe_start():
    """Raise ImproperlyConfigured when production is set up in a way that must not serve anybody.

    Demo accounts are looked for too, since they have a password that is printed on a screen.
    """
    problems = [f"{p.msg} {p.hint}" for p in _problems()]
    if problems:
        raise ImproperlyConfigured("Refusing to start: " + " ".join(problems))
    if settings.MODE == "production":
        from accounts.models import User

        if User.objects.filter(is_demo=True, is_active=True).exists():
            raise ImproperlyConfigured("Refusing to start: demonstration accounts are active.")
