"""Index of the room's reactions and schedules."""

from rapport.touchpoints.mail import jobs as mail
from rapport.touchpoints.messages import jobs as messages
from rapport.touchpoints.tasks import jobs as tasks

__all__ = ["mail", "messages", "tasks"]
