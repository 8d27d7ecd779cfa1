"""The names `mfa_…` are those by which the sign-in library finds our pages."""

from django.urls import path

from rapport.core.factors import views

urlpatterns = [
    path("profile/security", views.index, name="mfa_index"),
    path("profile/security/app", views.add_app, name="mfa_activate_totp"),
    path("profile/security/app/remove", views.remove_app, name="mfa_deactivate_totp"),
    path("profile/security/passkey", views.add_passkey, name="mfa_add_webauthn"),
    path(
        "profile/security/passkey/<int:passkey_id>/remove",
        views.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("profile/security/codes", views.codes, name="mfa_view_recovery_codes"),
    path("profile/security/codes/new", views.new_codes, name="mfa_generate_recovery_codes"),
]
