from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CroydonEHConfig(AppConfig):
    name = "croydon_eh"

    def ready(self):
        from croydon_eh import checks  # noqa: F401  (registers the system checks)

        from audit.grants import restrict_web_role

        post_migrate.connect(restrict_web_role, sender=self)
