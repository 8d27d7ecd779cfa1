from django.urls import path

from rapport.core.roles import views

app_name = "roles"
urlpatterns = [
    path("settings/roles", views.index, name="list"),
    path("settings/roles/add", views.add, name="add"),
    path("settings/roles/<int:role_id>", views.edit, name="edit"),
    path("settings/roles/<int:role_id>/reset", views.reset, name="reset"),
    path("settings/roles/<int:role_id>/remove", views.remove, name="remove"),
]
