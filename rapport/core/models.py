"""Index of the room's tables."""

from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.changes.models import Change
from rapport.core.events.models import EventRow

__all__ = ["Change", "EventRow", "Grant", "Role", "Team", "User"]
