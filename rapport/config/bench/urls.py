"""The product's addresses, and the baselines: what the least that could be sent would cost on the same server."""

from django.urls import path

from rapport.config import urls
from rapport.config.bench import bare

urlpatterns = [
    path("bench/people", bare.people_page),
    path("api/bench/people", bare.people),
    *urls.urlpatterns,
]
