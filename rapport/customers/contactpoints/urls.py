from django.urls import path

from rapport.customers.contactpoints import views

app_name = "contactpoints"
urlpatterns = [
    path("parties/<int:party_id>/contact", views.panel, name="panel"),
    path("parties/<int:party_id>/contact/new/<slug:channel>", views.add, name="add"),
    path("parties/<int:party_id>/contact/<int:point_id>", views.edit, name="edit"),
    path("parties/<int:party_id>/contact/<int:point_id>/prefer", views.prefer, name="prefer"),
    path("parties/<int:party_id>/contact/<int:point_id>/verify", views.verify, name="verify"),
    path("parties/<int:party_id>/contact/<int:point_id>/bounce", views.bounce, name="bounce"),
    path("parties/<int:party_id>/contact/<int:point_id>/remove", views.remove, name="remove"),
]
