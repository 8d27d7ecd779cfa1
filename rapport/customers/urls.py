"""Index of the room's pages."""

from django.urls import include, path

TOPICS = (
    "parties",
    "people",
    "organizations",
    "shares",
    "contactpoints",
    "affiliations",
    "households",
    "relations",
    "accounts",
    "consent",
    "tags",
    "traits",
    "notes",
    "privacy",
    "cards",
    "received",
    "merges",
)
urlpatterns = [path("", include(f"rapport.customers.{topic}.urls")) for topic in TOPICS]
