from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room needs."""

    name = "rapport.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the fields of all forms their words, before any form is made."""
        from rapport.core.pages.wording import reword

        reword()
