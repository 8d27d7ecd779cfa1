from django.urls import include, path

from rapport.touchpoints.mailboxes import views

topic = [
    path("", views.index, name="list"),
    path("new", views.add, name="add"),
    path("<int:mailbox_id>", views.open_one, name="open"),
    path("<int:mailbox_id>/edit", views.edit, name="edit"),
    path("<int:mailbox_id>/folders", views.folders, name="folders"),
    path("<int:mailbox_id>/read", views.read, name="read"),
    path("<int:mailbox_id>/pause", views.pause, name="pause"),
    path("<int:mailbox_id>/resume", views.resume, name="resume"),
    path("<int:mailbox_id>/remove", views.remove, name="remove"),
]
urlpatterns = [path("mailboxes/", include((topic, "mailboxes")))]
