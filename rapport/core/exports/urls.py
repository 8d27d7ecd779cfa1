from django.urls import path

from rapport.core.exports import views

app_name = "exports"
urlpatterns = [
    path("lists/<slug:name>/export", views.export, name="export"),
    path("exports", views.list_exports, name="list"),
    path("exports/<int:export_id>", views.open_export, name="open"),
    path("exports/<int:export_id>/file", views.fetch, name="fetch"),
]
