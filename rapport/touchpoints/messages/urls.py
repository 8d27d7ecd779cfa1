from django.urls import include, path

from rapport.touchpoints.messages import views

topic = [
    path("", views.list_messages, name="list"),
    path("<int:mail_message_id>", views.open_message, name="open"),
    path("<int:mail_message_id>/body", views.body, name="body"),
    path("<int:mail_message_id>/raw", views.raw, name="raw"),
    path(
        "<int:mail_message_id>/works/<int:party_id>/<int:organization_id>",
        views.works_at,
        name="works",
    ),
    path("of/<int:interaction_id>", views.of_interaction, name="of_interaction"),
]
urlpatterns = [path("messages/", include((topic, "messages")))]
