from django.urls import path

from rapport.core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.open_all, name="open"),
    path("notifications/bell", views.bell, name="bell"),
    path("notifications/menu", views.menu, name="menu"),
    path("notifications/<int:notification_id>/read", views.read, name="read"),
    path("notifications/read", views.read_all, name="read_all"),
]
