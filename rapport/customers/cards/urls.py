from django.urls import path

from rapport.customers.cards import views

app_name = "cards"
urlpatterns = [
    path("people/from-signature", views.read, name="read"),
    path("people/from-signature/accept", views.accept, name="accept"),
]
