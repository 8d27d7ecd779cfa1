"""What keeps Rapport from starting, each in a sentence that says what to do."""

from __future__ import annotations

from rapport.config.problem import Problem


class AlreadyRunning(Problem):
    """Rapport already runs from the data folder %(home)s. Stop it first, or choose another folder with RAPPORT_HOME."""


class PortTaken(Problem):
    """Port %(port)s is taken by another program. Stop that one, or choose another port: RAPPORT_PORT=%(other)s"""


class PortForbidden(Problem):
    """Port %(port)s may not be opened by this user: ports below 1024 belong to root. Choose another: RAPPORT_PORT=8000"""


class AddressUnknown(Problem):
    """RAPPORT_ADDRESS is %(address)s, which is no address of this machine. 127.0.0.1 is reached from this machine only, 0.0.0.0 from everywhere."""


class CertificateUnusable(Problem):
    """The TLS certificate cannot be used: %(reason)s. Check RAPPORT_TLS_CERT and RAPPORT_TLS_KEY."""


class NotPrepared(Problem):
    """The database could not be prepared; see above."""


class NotReady(Problem):
    """The web server did not answer within %(seconds)s seconds; see its messages above."""
