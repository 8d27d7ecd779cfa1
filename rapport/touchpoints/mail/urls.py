from django.urls import include, path

from rapport.touchpoints.mail import views

topic = [
    path("", views.list_mails, name="list"),
    path("new", views.write, name="write"),
    path("new/preview", views.preview, name="preview"),
    path("<int:mail_id>", views.open_mail, name="open"),
    path("<int:mail_id>/cancel", views.cancel, name="cancel"),
    path("<int:mail_id>/again", views.send_again, name="again"),
    path("unsubscribe/<str:signed>", views.unsubscribe, name="unsubscribe"),
]
urlpatterns = [path("mail/", include((topic, "mail")))]
