"""Index of the room's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.core.home.urls")),
    path("", include("rapport.core.tokens.urls")),
    path("", include("rapport.core.webhooks.urls")),
    path("", include("rapport.core.incoming.urls")),
    path("", include("rapport.core.automation.urls")),
    path("", include("rapport.core.install.urls")),
    path("", include("rapport.core.undo.urls")),
    path("", include("rapport.core.files.urls")),
    path("", include("rapport.core.trash.urls")),
    path("", include("rapport.core.notifications.urls")),
    path("", include("rapport.core.exports.urls")),
    path("", include("rapport.core.imports.urls")),
    path("", include("rapport.core.bulk.urls")),
    path("", include("rapport.core.lists.urls")),
    path("", include("rapport.core.views.urls")),
    path("", include("rapport.core.search.urls")),
    path("", include("rapport.core.signin.urls")),
    path("", include("rapport.core.company.urls")),
    path("", include("rapport.core.links.urls")),
    path("", include("rapport.core.users.urls")),
    path("", include("rapport.core.teams.urls")),
    path("", include("rapport.core.roles.urls")),
    path("", include("rapport.core.customfields.urls")),
    path("", include("rapport.core.leaving.urls")),
    path("", include("rapport.core.profile.urls")),
    path("", include("rapport.core.factors.urls")),
    path("", include("rapport.core.audit.urls")),
    path("", include("rapport.core.explain.urls")),
]
