"""Every right that can be granted, room by room, in the order of the roles page."""

from rapport.core.rights import RIGHTS as CORE

RIGHTS = {right.name: right for right in [*CORE]}
