from django.apps import AppConfig


class CroydonEHConfig(AppConfig):
    name = "croydon_eh"

    def ready(self):
        from croydon_eh import (  # noqa: F401
            checks,  # registers the system checks
            digest,  # registers the kind of job
        )
