from django.apps import AppConfig


class SalesConfig(AppConfig):
    """From opportunity to payment."""

    name = "rapport.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"
