"""Index of the room's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.touchpoints.interactions.urls")),
    path("", include("rapport.touchpoints.timeline.urls")),
    path("", include("rapport.touchpoints.mail.urls")),
    path("", include("rapport.touchpoints.mailboxes.urls")),
    path("", include("rapport.touchpoints.messages.urls")),
    path("", include("rapport.touchpoints.tasks.urls")),
]
