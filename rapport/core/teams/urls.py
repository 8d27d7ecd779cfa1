from django.urls import path

from rapport.core.teams import views

app_name = "teams"
urlpatterns = [
    path("settings/teams", views.index, name="list"),
    path("settings/teams/add", views.add, name="add"),
    path("settings/teams/<int:team_id>", views.edit, name="edit"),
    path("settings/teams/<int:team_id>/remove", views.remove, name="remove"),
]
