from django.urls import path

from rapport.core.onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("onboarding", views.card, name="card"),
    path("onboarding/<slug:name>/close", views.close, name="close"),
    path("onboarding/<slug:name>/back", views.bring_back, name="bring_back"),
]
