from django.urls import path

from rapport.customers.households import views

app_name = "households"
urlpatterns = [
    path("households/", views.list_households, name="list"),
    path("households/<int:household_id>", views.open_household, name="open"),
    path("households/<int:household_id>/edit", views.edit, name="edit"),
    path("households/<int:household_id>/members/new", views.add, name="add"),
    path(
        "households/<int:household_id>/members/<int:person_id>/remove", views.remove, name="remove"
    ),
    path("people/<int:party_id>/household", views.panel, name="panel"),
    path("people/<int:party_id>/household/new", views.form, name="form"),
]
