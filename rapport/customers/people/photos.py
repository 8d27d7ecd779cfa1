"""Pictures that come with business cards: kept as files beside the person."""

from __future__ import annotations

import base64
import binascii
import re

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.errors import Invalid
from rapport.core.events.actions import publish
from rapport.core.files.actions import FileRefused, keep_file
from rapport.core.files.content import IMAGES
from rapport.core.files.events import FileAttached
from rapport.core.files.models import Attachment
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Field
from rapport.core.imports.kinds import Batch

RIGHT = "core.attach_file"
PICTURE = re.compile(r"data:image/(jpeg|png|gif|webp);base64,([A-Za-z0-9+/]+=*)")
AT_ONCE = 50  # pictures held in memory


def picture(cell: str, reading: Reading) -> str:
    """Read a picture that stands in the file as a data: address, as business cards hold it."""
    found = PICTURE.fullmatch(cell.strip())
    try:
        if found is not None and base64.b64decode(found[2], validate=True):
            return cell.strip()
    except binascii.Error:
        pass
    raise RowError(_("This is not a picture. Leave the cell empty, or import from business cards."))


PHOTO = Field(
    "photo",
    gettext_lazy("Picture"),
    picture,
    group=gettext_lazy("Name"),
    synonyms=("photo", "picture", "avatar", "照片", "头像"),
)


def photo_of(user: User) -> tuple[Field, ...]:
    """Return the field, for whoever may attach files at all."""
    return (PHOTO,) if may(user, RIGHT) else ()


def write_photos(batch: Batch) -> int:
    """Keep the pictures of the people that a batch wrote, each once; return how many."""
    if "photo" not in batch.fields:
        return 0
    count, after = 0, 0
    while rows := batch.ask(
        """SELECT row, target_id, photo FROM {stage} s WHERE {here} AND photo IS NOT NULL AND row > %(after)s
          AND outcome IN ('created', 'updated') ORDER BY row LIMIT %(most)s""",
        after=after,
        most=AT_ONCE,
    ):
        for _row, party_id, text in rows:
            count += _keep(party_id, text, batch)
        after = rows[-1][0]
    return count


def _keep(party_id: int, text: str, batch: Batch) -> int:
    found = PICTURE.fullmatch(text)
    if found is None:
        return 0
    name = f"{_('Picture')}.{found[1].replace('jpeg', 'jpg')}"
    try:
        file = keep_file(name, [base64.b64decode(found[2])], owner=batch.by)
        if file.content_type not in IMAGES:
            raise FileRefused
    except Invalid:
        return 0
    known = Attachment.objects.filter(kind="party", row_id=party_id, file__sha256=file.sha256)
    if known.exists():
        file.delete()
        return 0
    attachment = Attachment.objects.create(file=file, kind="party", row_id=party_id)
    told = FileAttached(attachment_id=attachment.pk, kind="party", row_id=party_id)
    publish(told, by=batch.by, at=batch.at)
    return 1
