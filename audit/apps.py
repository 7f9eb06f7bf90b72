from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        import audit.mail  # noqa: F401 - its job must be known to every worker
        from audit.grants import restrict_web_role

        post_migrate.connect(restrict_web_role, sender=self)
