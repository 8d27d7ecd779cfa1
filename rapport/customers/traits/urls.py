from django.urls import path

from rapport.customers.traits import views

app_name = "traits"
urlpatterns = [path("parties/<int:party_id>/traits", views.panel, name="panel")]
