from django.urls import path

from rapport.core.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("settings/webhooks", views.index, name="list"),
    path("settings/webhooks/add", views.add, name="add"),
    path("settings/webhooks/<int:webhook_id>", views.open_one, name="open"),
    path("settings/webhooks/<int:webhook_id>/edit", views.edit, name="edit"),
    path("settings/webhooks/<int:webhook_id>/rotate", views.rotate, name="rotate"),
    path("settings/webhooks/<int:webhook_id>/pause", views.pause, name="pause"),
    path("settings/webhooks/<int:webhook_id>/resume", views.resume, name="resume"),
    path("settings/webhooks/<int:webhook_id>/test", views.test, name="test"),
    path("settings/webhooks/<int:webhook_id>/again", views.again, name="again"),
    path("settings/webhooks/<int:webhook_id>/remove", views.remove, name="remove"),
    path("settings/webhooks/messages/<int:delivery_id>", views.open_message, name="message"),
    path("settings/webhooks/messages/<int:delivery_id>/again", views.resend, name="resend"),
]
