from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from outcomes import runs  # noqa: F401 - their jobs must be known to every worker
        from outcomes.lab import runs as lab_runs  # noqa: F401
