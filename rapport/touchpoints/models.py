"""Index of the room's tables."""

from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.tasks.models import Task

__all__ = ["Interaction", "OutgoingMail", "Task"]
