from django.urls import path

from rapport.customers.received import views

app_name = "received"
urlpatterns = [
    path("shared", views.take, name="take"),
    path("shared/<int:received_id>", views.open_received, name="open"),
    path("shared/<int:received_id>/discard", views.discard, name="discard"),
]
