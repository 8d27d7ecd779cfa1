from django.urls import include, path

from rapport.core.home import views

parts = [
    path("home/arrange", views.arrange, name="arrange"),
    path("home/reset", views.reset, name="reset"),
    path("home/part/<slug:name>", views.part, name="part"),
    path("home/part/<slug:name>/place", views.place, name="place"),
    path("settings/home", views.roles, name="roles"),
    path("settings/home/<int:role_id>", views.of_role, name="of_role"),
    path("settings/home/<int:role_id>/reset", views.reset_role, name="reset_role"),
]
urlpatterns = [path("", views.home, name="home"), path("", include((parts, "home")))]
