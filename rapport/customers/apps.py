from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """The 360° customer."""

    name = "rapport.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
