from django.urls import path

from rapport.core.search import views

app_name = "search"
urlpatterns = [
    path("search", views.open_search, name="open"),
    path("search/palette", views.palette, name="palette"),
]
