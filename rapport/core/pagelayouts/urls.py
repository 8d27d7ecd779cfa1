from django.urls import path

from rapport.core.pagelayouts import views

app_name = "pagelayouts"
urlpatterns = [
    path("settings/pages", views.index, name="index"),
    path("settings/pages/<slug:record>", views.roles, name="roles"),
    path("settings/pages/<slug:sheet>/<int:role_id>", views.arrange, name="arrange"),
    path("settings/pages/<slug:sheet>/<int:role_id>/reset", views.reset, name="reset"),
    path("settings/pages/<slug:sheet>/<int:role_id>/preview", views.preview, name="preview"),
]
