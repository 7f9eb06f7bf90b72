from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from casework import became, kept_back, receivers  # noqa: F401  (connects them)
