from django.urls import path

from rapport.core.files import views

app_name = "files"
urlpatterns = [
    path("files/of/<slug:kind>/<int:row_id>", views.panel, name="panel"),
    path("files/<int:attachment_id>/download", views.download, name="download"),
    path("files/<int:attachment_id>/picture", views.picture, name="picture"),
    path("files/<int:attachment_id>/trash", views.trash, name="trash"),
]
