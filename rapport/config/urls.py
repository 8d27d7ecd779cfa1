"""Every page's address, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.core.urls")),
]
