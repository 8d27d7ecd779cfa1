from django.urls import path

from rapport.customers.notes import views

app_name = "notes"
urlpatterns = [
    path("parties/<int:party_id>/notes", views.panel, name="panel"),
    path("parties/<int:party_id>/notes/new", views.write, name="write"),
    path("parties/<int:party_id>/colleagues", views.colleagues, name="colleagues"),
    path("notes/<int:note_id>", views.edit, name="edit"),
    path("notes/<int:note_id>/delete", views.delete, name="delete"),
]
