from django.urls import path

from rapport.customers.consent import views

app_name = "consent"
urlpatterns = [
    path("parties/<int:party_id>/consent", views.panel, name="panel"),
    path("parties/<int:party_id>/consent/new", views.record, name="record"),
    path("parties/<int:party_id>/consent/ledger", views.ledger, name="ledger"),
]
