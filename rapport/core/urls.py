"""Index of the room's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.core.lists.urls")),
    path("", include("rapport.core.undo.urls")),
]
