"""Every page's address, room by room."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from rapport.config.api import api, openapi

urlpatterns = [
    path("", login_required(RedirectView.as_view(pattern_name="company:index")), name="home"),
    path("", include("rapport.core.urls")),
    path("", include("rapport.ui.urls")),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
]

handler400 = "rapport.core.pages.handlers.bad_request"
handler403 = "rapport.core.pages.handlers.not_allowed"
handler404 = "rapport.core.pages.handlers.missing"
handler500 = "rapport.core.pages.handlers.defect"
