from django.urls import path

from rapport.customers.accounts import views

app_name = "accounts"
urlpatterns = [
    path("parties/<int:party_id>/accounts", views.panel, name="panel"),
    path("parties/<int:party_id>/accounts/new", views.open_new, name="new"),
    path("accounts-of-customers/<int:account_id>", views.edit, name="edit"),
    path("accounts-of-customers/<int:account_id>/close", views.close, name="close"),
]
