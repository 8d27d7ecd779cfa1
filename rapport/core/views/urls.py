"""Addresses of saved views."""

from django.urls import path

from rapport.core.views import views

app_name = "views"
urlpatterns = [
    path("lists/<slug:name>/views/new", views.new, name="new"),
    path("lists/<slug:name>/views/order", views.order, name="order"),
    path("lists/<slug:name>/views/counts", views.counts, name="counts"),
    path("views/<int:view_id>/edit", views.edit, name="edit"),
    path("views/<int:view_id>/save", views.save, name="save"),
    path("views/<int:view_id>/move", views.move, name="move"),
    path("views/<int:view_id>/pin", views.pin, name="pin"),
    path("views/<int:view_id>/open-with", views.open_with, name="open_with"),
    path("views/<int:view_id>/follow", views.follow, name="follow"),
    path("views/<int:view_id>/delete", views.delete, name="delete"),
]
