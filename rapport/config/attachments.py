"""The kinds of records that files can be attached to: the label that stands in addresses → the model."""

from django.db.models import Model

from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.messages.models import MailMessage

ATTACHMENTS: dict[str, type[Model]] = {
    "party": Party,
    "interaction": Interaction,
    "message": MailMessage,
}
