from django.urls import path

from rapport.core.audit import views

app_name = "audit"
urlpatterns = [
    path("settings/audit", views.show_changes, name="changes"),
    path("settings/audit/sign-ins", views.show_sign_ins, name="sign_ins"),
]
