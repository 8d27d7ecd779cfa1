"""Index of the room's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.core.undo.urls")),
    path("", include("rapport.core.files.urls")),
    path("", include("rapport.core.trash.urls")),
    path("", include("rapport.core.notifications.urls")),
    path("", include("rapport.core.exports.urls")),
    path("", include("rapport.core.lists.urls")),
    path("", include("rapport.core.search.urls")),
    path("", include("rapport.core.signin.urls")),
    path("", include("rapport.core.company.urls")),
]
