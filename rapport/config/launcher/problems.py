"""What can go wrong around the database server, each in a sentence that says what to do."""

from __future__ import annotations

from rapport.config.problem import Problem


class ServerMissing(Problem):
    """The PostgreSQL programs are not installed at %(folder)s. Install Rapport again, or name a server in RAPPORT_DATABASE_URL."""


class NoSystemUser(Problem):
    """PostgreSQL does not run as root, and no system user could be made for it. Start Rapport as an ordinary user, or run: useradd --system rapport"""


class FolderNotUsable(Problem):
    """The folder %(folder)s cannot be used: %(reason)s. Choose another one with RAPPORT_HOME."""


class DiskFull(Problem):
    """The disk that holds %(folder)s is full. Make room there (a few hundred megabytes) and start again; what was confirmed is kept."""


class OtherVersion(Problem):
    """The data folder %(folder)s was made by PostgreSQL %(found)s, and this Rapport brings %(brought)s. Start it once more with the Rapport that made it, run “rapport backup”, move the folder away and run “rapport restore” here."""


class FolderDamaged(Problem):
    """The data folder %(folder)s is not whole: its file PG_VERSION is missing or unreadable. Move it away and bring a backup back with “rapport restore”."""


class StartFailed(Problem):
    """PostgreSQL did not start. Its log (%(log)s) says: %(tail)s. If files are missing or damaged, move %(folder)s away and bring a backup back with “rapport restore”."""


class StartTooSlow(Problem):
    """PostgreSQL is still getting ready after %(seconds)s seconds; after a hard stop it may have much to recover. See %(log)s, and start again in a few minutes."""


class StopTooSlow(Problem):
    """PostgreSQL did not stop within %(seconds)s seconds. See %(log)s."""


class DatabaseUnreachable(Problem):
    """The database at %(place)s does not answer: %(reason)s. Check RAPPORT_DATABASE_URL and that the server runs."""


class DatabaseWentAway(Problem):
    """The database went away in the middle: %(reason)s. Nothing was saved by half. Try again; “rapport doctor” says what is wrong."""


class DatabaseTooOld(Problem):
    """The database at %(place)s is PostgreSQL %(found)s; Rapport needs 15 or newer."""


class DatabaseWrongEncoding(Problem):
    """The database at %(place)s stores text as %(found)s; Rapport needs UTF8. Create it with: CREATE DATABASE rapport ENCODING 'UTF8' TEMPLATE template0"""
