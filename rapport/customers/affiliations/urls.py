from django.urls import path

from rapport.customers.affiliations import views

app_name = "affiliations"
urlpatterns = [
    path("people/<int:party_id>/places", views.places, name="places"),
    path("organizations/<int:party_id>/people", views.people, name="people"),
    path("parties/<int:party_id>/affiliations/new", views.start, name="start"),
    path("affiliations/<int:affiliation_id>", views.edit, name="edit"),
    path("affiliations/<int:affiliation_id>/end", views.end, name="end"),
    path("affiliations/<int:affiliation_id>/manager", views.manager, name="manager"),
]
