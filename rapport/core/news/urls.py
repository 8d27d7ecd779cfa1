from django.urls import path

from rapport.core.news import views

app_name = "news"
urlpatterns = [
    path("news", views.show, name="list"),
    path("news/read", views.read, name="read"),
]
