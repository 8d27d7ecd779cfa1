"""Every page's address, room by room."""

from django.urls import include, path

from rapport.config.api import api, openapi

urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("", include("rapport.core.urls")),
    path("", include("rapport.touchpoints.urls")),
    path("", include("rapport.catalog.urls")),
    path("", include("rapport.sales.urls")),
    path("", include("rapport.customers.urls")),
    path("", include("rapport.ui.urls")),
    path("", include("rapport.config.demo.tour.urls")),
    path("", include("rapport.config.apidocs.urls")),
]

handler400 = "rapport.core.rest.handlers.bad_request"
handler403 = "rapport.core.pages.handlers.not_allowed"
handler404 = "rapport.core.pages.handlers.missing"
handler500 = "rapport.core.rest.handlers.defect"
