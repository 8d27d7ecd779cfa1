"""What the web server runs: the event stream by itself, the pages over WSGI."""

from django.db import connection

from rapport.config import env
from rapport.config.server.application import Application
from rapport.config.server.proxy import networks
from rapport.config.wsgi import application as pages


def _parameters() -> dict[str, object]:
    """Return how libpq reaches the database, without what only Django's connections use."""
    given = connection.get_connection_params()
    return {
        name: given[name] for name in given if name not in {"cursor_factory", "context", "pool"}
    }


application = Application(pages, _parameters(), networks(env.words("RAPPORT_TRUSTED_PROXY")))
