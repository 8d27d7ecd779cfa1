from django.urls import path

from rapport.core.bulk import views

app_name = "bulk"
urlpatterns = [
    path("lists/<slug:name>/bulk/edit", views.choose_field, name="edit"),
    path("lists/<slug:name>/bulk/<slug:verb>", views.ask, name="ask"),
    path("lists/<slug:name>/bulk/<slug:verb>/preview", views.preview, name="preview"),
    path("bulk", views.list_runs, name="list"),
    path("bulk/<int:run_id>", views.open_run, name="open"),
    path("bulk/<int:run_id>/cancel", views.cancel, name="cancel"),
    path("bulk/<int:run_id>/undo", views.undo_run, name="undo"),
    path("bulk/<int:run_id>/undo/<int:row_id>", views.undo_row, name="undo_row"),
    path("bulk/<int:run_id>/result.csv", views.result_file, name="file"),
]
