from django.urls import path

from rapport.customers.parties import views

app_name = "parties"
urlpatterns = [
    path("parties/<int:party_id>", views.open_party, name="open"),
    path("parties/pick", views.pick, name="pick"),
    path("parties/assign", views.assign, name="assign"),
    path("parties/trash", views.trash, name="trash"),
    path("parties/<int:party_id>/restore", views.restore, name="restore"),
    path("parties/<int:party_id>/field/<slug:name>", views.edit_field, name="field"),
    path("parties/<int:party_id>/history", views.history, name="history"),
]
