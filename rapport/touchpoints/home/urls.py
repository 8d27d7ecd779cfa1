from django.urls import path

from rapport.touchpoints.home.views import home

urlpatterns = [path("", home, name="home")]
