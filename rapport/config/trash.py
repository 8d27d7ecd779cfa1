"""What can lie in the trash, in the order of its page's tabs."""

from django.utils.translation import gettext_lazy as _

from rapport.core.files.actions import restore_file
from rapport.core.files.models import Attachment
from rapport.core.trash.kinds import Trashable

TRASH: dict[str, Trashable] = {
    "file": Trashable(
        _("Files"), Attachment, "file__name", "file-text", restore_file, "core.trash_file"
    ),
}
