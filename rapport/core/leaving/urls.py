from django.urls import path

from rapport.core.leaving import views

app_name = "leaving"
urlpatterns = [
    path("settings/users/<int:user_id>/leave", views.leave, name="leave"),
    path("settings/users/<int:user_id>/return", views.come_back, name="return"),
]
