"""Index of the room's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.sales.creditnotes.urls")),
    path("", include("rapport.sales.orders.urls")),
]
