"""The web server: pages over WSGI and the event stream over ASGI, on one port."""
