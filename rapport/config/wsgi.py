"""Django behind a WSGI server."""

from django.core.wsgi import get_wsgi_application

from rapport.config import env

env.use_our_settings()
application = get_wsgi_application()
