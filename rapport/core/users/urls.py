from django.urls import path

from rapport.core.users import views

app_name = "users"
urlpatterns = [
    path("settings/users", views.index, name="list"),
    path("settings/users/invite", views.invite, name="invite"),
    path("settings/users/<int:user_id>", views.open_user, name="open"),
    path("settings/users/<int:user_id>/invite-again", views.again, name="again"),
    path("settings/users/<int:user_id>/new-password", views.new_password, name="new_password"),
    path("accounts/invitation/<str:token>", views.accept, name="accept"),
]
