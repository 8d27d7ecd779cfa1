"""The gallery's addresses."""

from django.urls import path

from rapport.ui.gallery import views

app_name = "ui"
urlpatterns = [path("ui/gallery", views.gallery, name="gallery")]
