from django.apps import AppConfig


class UiConfig(AppConfig):
    """How a page looks."""

    name = "rapport.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
