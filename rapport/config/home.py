"""What the home page of an empty company offers."""

from django.utils.translation import gettext_lazy as _

from rapport.touchpoints.home.steps import Step

HOME: list[Step] = [
    Step(_("Import a file"), "imports:create", "file-import", "core.import_data", is_primary=True),
    Step(_("Add the first person"), "people:create", "user-plus", "customers.create_person"),
]
