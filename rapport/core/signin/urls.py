"""Signing in. The names `account_…` and `mfa_…` are those by which the sign-in library finds our pages."""

from django.urls import include, path
from django.views.i18n import set_language

from rapport.core.signin import views

urlpatterns = [
    path("accounts/sign-in", views.sign_in, name="account_login"),
    path("accounts/sign-out", views.sign_out, name="account_logout"),
    path("accounts/passkey", views.passkey, name="mfa_login_webauthn"),
    path("accounts/second-proof", views.second_proof, name="mfa_authenticate"),
    path("accounts/again", views.prove_again, name="account_reauthenticate"),
    path("accounts/again", views.prove_again, name="mfa_reauthenticate"),
    path("accounts/again", views.prove_again, name="mfa_reauthenticate_webauthn"),
    path("accounts/language", set_language, name="language"),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
