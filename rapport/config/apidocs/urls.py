from django.urls import path

from rapport.config.apidocs import views

app_name = "apidocs"
urlpatterns = [
    path("settings/api", views.index, name="index"),
    path("settings/api/<slug:slug>", views.resource, name="resource"),
]
