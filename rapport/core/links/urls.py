from django.urls import path

from rapport.core.links import views

app_name = "links"
urlpatterns = [
    path("accounts/link", views.ask, {"purpose": "sign_in"}, name="ask"),
    path("accounts/link/<str:token>", views.sign_in, name="sign_in"),
    path("accounts/password", views.ask, {"purpose": "new_password"}, name="forgotten"),
    path("accounts/password/<str:token>", views.new_password, name="new_password"),
]
