from django.urls import path

from rapport.core.customfields import views

app_name = "customfields"
urlpatterns = [
    path("fields/pick", views.pick, name="pick"),
    path("fields/referring/<slug:target>/<int:row_id>", views.referring, name="referring"),
    path("settings/fields", views.index, name="index"),
    path("settings/fields/<slug:entity>", views.index, name="list"),
    path("settings/fields/<slug:entity>/add", views.add, name="add"),
    path("settings/fields/<slug:entity>/try", views.try_formula, name="try"),
    path("settings/fields/<slug:entity>/order", views.order, name="order"),
    path("settings/fields/<int:field_id>/edit", views.edit, name="edit"),
    path("settings/fields/<int:field_id>/remove", views.remove, name="remove"),
    path("settings/fields/<int:field_id>/restore", views.restore, name="restore"),
    path("settings/fields/<int:field_id>/purge", views.purge, name="purge"),
]
