from django.urls import path

from rapport.core.help import views

app_name = "help"
urlpatterns = [
    path("help", views.index, name="index"),
    path("help/panel", views.panel, name="panel"),
    path("help/<slug:name>", views.open_topic, name="open"),
]
