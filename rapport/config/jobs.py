"""Index of the schedules that know every room."""

from rapport.config.backup import jobs as backup

__all__ = ["backup"]
