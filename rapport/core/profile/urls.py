from django.urls import path

from rapport.core.profile import views

app_name = "profile"
urlpatterns = [
    path("profile", views.edit, name="edit"),
    path("profile/theme", views.theme, name="theme"),
    path("profile/density", views.density, name="density"),
    path("profile/password", views.password, name="password"),
    path("profile/sessions", views.sessions, name="sessions"),
    path("profile/sessions/end-others", views.end_others, name="end_others"),
    path("profile/sessions/<int:session_id>/end", views.end, name="end"),
]
