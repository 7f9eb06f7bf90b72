from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from outcomes import runs  # noqa: F401 - its jobs must be known to every worker
