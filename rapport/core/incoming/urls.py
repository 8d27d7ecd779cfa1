from django.urls import path

from rapport.core.incoming import receiving, views

app_name = "incoming"
urlpatterns = [
    path("incoming/<str:key>", receiving.receive, name="receive"),
    path("settings/incoming", views.index, name="list"),
    path("settings/incoming/add", views.add, name="add"),
    path("settings/incoming/<int:hook_id>", views.open_one, name="open"),
    path("settings/incoming/<int:hook_id>/sample", views.sample, name="sample"),
    path("settings/incoming/<int:hook_id>/map", views.map_paths, name="map"),
    path("settings/incoming/<int:hook_id>/preview", views.preview, name="preview"),
    path("settings/incoming/<int:hook_id>/rotate", views.rotate, name="rotate"),
    path("settings/incoming/<int:hook_id>/stop", views.stop, name="stop"),
    path("settings/incoming/<int:hook_id>/resume", views.resume, name="resume"),
    path("settings/incoming/<int:hook_id>/remove", views.remove, name="remove"),
    path("settings/incoming/messages/<int:incoming_id>", views.open_message, name="message"),
    path("settings/incoming/messages/<int:incoming_id>/again", views.replay, name="replay"),
    path("settings/incoming/messages/<int:incoming_id>/undo", views.undo, name="undo"),
]
