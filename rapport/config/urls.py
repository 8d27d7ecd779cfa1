"""Every page's address, room by room."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", login_required(RedirectView.as_view(pattern_name="company:index")), name="home"),
    path("", include("rapport.core.urls")),
    path("", include("rapport.ui.urls")),
]
