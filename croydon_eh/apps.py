from django.apps import AppConfig


class CroydonEHConfig(AppConfig):
    name = "croydon_eh"

    def ready(self):
        from croydon_eh import checks  # noqa: F401  (registers the system checks)
