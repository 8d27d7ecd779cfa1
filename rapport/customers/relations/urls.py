from django.urls import path

from rapport.customers.relations import views

app_name = "relations"
urlpatterns = [
    path("parties/<int:party_id>/relations", views.panel, name="panel"),
    path("parties/<int:party_id>/relations/new", views.relate, name="relate"),
    path("parties/<int:party_id>/relations/<int:relation_id>/end", views.unrelate, name="unrelate"),
]
