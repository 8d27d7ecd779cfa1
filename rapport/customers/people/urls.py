from django.urls import path

from rapport.customers.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.list_people, name="list"),
    path("people/new", views.create, name="create"),
    path("people/similar", views.similar_people, name="similar"),
    path("people/<int:person_id>", views.open_person, name="open"),
    path("people/<int:person_id>/identity", views.identity, name="identity"),
    path("people/<int:person_id>/details", views.details_panel, name="details"),
    path("people/<int:person_id>/field/<slug:name>", views.edit_field, name="field"),
    path("people/<int:person_id>/custom/<str:name>", views.edit_custom, name="custom"),
]
