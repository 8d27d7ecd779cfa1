from django.urls import path

from rapport.core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.open_all, name="open"),
    path("notifications/bell", views.bell, name="bell"),
    path("notifications/menu", views.menu, name="menu"),
    path("notifications/read", views.read_all, name="read_all"),
    path("notifications/archive-read", views.archive_read, name="archive_read"),
    path("notifications/<int:notification_id>/read", views.read, name="read"),
    path("notifications/<int:notification_id>/note", views.note, name="note"),
    path("notifications/<int:notification_id>/unread", views.unread, name="unread"),
    path("notifications/<int:notification_id>/archive", views.archive, name="archive"),
    path("notifications/<int:notification_id>/unarchive", views.unarchive, name="unarchive"),
    path("profile/notifications", views.choose, name="choose"),
    path("profile/notifications/reset", views.reset, name="reset"),
    path("settings/notifications", views.company, name="company"),
    path("accounts/mails/<str:signed>", views.stop, name="stop"),
]
