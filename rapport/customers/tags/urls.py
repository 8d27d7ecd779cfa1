from django.urls import path

from rapport.customers.tags import views

app_name = "tags"
urlpatterns = [
    path("parties/tags/new", views.add, name="add"),
    path("parties/<int:party_id>/tags", views.panel, name="panel"),
    path("parties/<int:party_id>/tags/<int:tag_id>/remove", views.remove, name="remove"),
]
