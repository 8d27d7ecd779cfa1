from django.urls import path

from rapport.core.sources import views

app_name = "sources"
urlpatterns = [
    path("settings/sources", views.index, name="list"),
    path("settings/sources/add/<slug:where>", views.add, name="add"),
    path("settings/sources/<int:source_id>", views.open_one, name="open"),
    path("settings/sources/<int:source_id>/edit", views.edit, name="edit"),
    path("settings/sources/<int:source_id>/read", views.read, name="read"),
    path("settings/sources/<int:source_id>/pause", views.pause, name="pause"),
    path("settings/sources/<int:source_id>/resume", views.resume, name="resume"),
    path("settings/sources/<int:source_id>/remove", views.remove, name="remove"),
]
