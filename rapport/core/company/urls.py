from django.urls import path

from rapport.core.company import views

app_name = "company"
urlpatterns = [
    path("settings", views.index, name="index"),
    path("welcome", views.welcome, name="welcome"),
    path("settings/company", views.edit, name="edit"),
    path("settings/mail", views.mail, name="mail"),
    path("settings/mail/test", views.test_mail, name="test_mail"),
]
