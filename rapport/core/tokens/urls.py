from django.urls import path

from rapport.core.tokens import views

app_name = "tokens"
urlpatterns = [
    path("settings/tokens", views.list_tokens, name="list"),
    path("settings/tokens/<int:token_id>/revoke", views.revoke, name="revoke"),
]
