"""What can go wrong with a backup, each in a sentence that says what to do."""

from __future__ import annotations

from rapport.config.problem import Problem


class BackupFailed(Problem):
    """The backup could not be made: %(reason)s. Nothing was kept of it; earlier backups are untouched."""


class NoRoom(Problem):
    """The disk that holds %(folder)s is full. Make room there, or name another folder in RAPPORT_BACKUPS; earlier backups are untouched."""


class NoFolder(Problem):
    """Backups cannot be kept in %(folder)s: %(reason)s. Give it to the user who runs Rapport, or name another folder in RAPPORT_BACKUPS."""


class NoSuchBackup(Problem):
    """There is no backup at %(file)s. The ones there are: %(others)s"""


class NotABackup(Problem):
    """%(file)s is no backup of Rapport, or it is damaged: %(reason)s. Nothing was changed."""


class NewerBackup(Problem):
    """%(file)s was made by a newer Rapport (%(version)s). Install that version, then restore again. Nothing was changed."""


class OtherKey(Problem):
    """%(file)s was made under another secret key, so that encrypted values in it (mail passwords, second factors) could not be read. Set RAPPORT_SECRET_KEY, or the file secret.key in the data folder, to the key of that time; or go on without these values: rapport restore --other-key. Nothing was changed."""


class StillRunning(Problem):
    """Rapport runs from this data folder. Stop it first, then restore again. Nothing was changed."""


class RestoreFailed(Problem):
    """The backup could not be restored: %(reason)s. The database is as it was before."""


class NothingToUndo(Problem):
    """There is no earlier database to go back to."""
