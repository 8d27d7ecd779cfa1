from django.urls import path

from rapport.customers.shares import views

app_name = "shares"
urlpatterns = [
    path("parties/<int:party_id>/shares", views.list_shares, name="list"),
    path("parties/<int:party_id>/shares/new", views.share, name="share"),
    path("parties/<int:party_id>/shares/<int:share_id>/end", views.unshare, name="unshare"),
]
