from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room needs."""

    name = "rapport.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
