from django.urls import include, path

from rapport.core.imports import views

topic = [
    path("", views.list_imports, name="list"),
    path("new", views.create, name="create"),
    path("<int:run_id>", views.open_import, name="open"),
    path("<int:run_id>/progress", views.watch, name="watch"),
    path("<int:run_id>/map", views.map_columns, name="map"),
    path("<int:run_id>/sheet", views.choose_sheet, name="sheet"),
    path("<int:run_id>/start", views.start, name="start"),
    path("<int:run_id>/cancel", views.cancel, name="cancel"),
    path("<int:run_id>/pause", views.pause, name="pause"),
    path("<int:run_id>/continue", views.continue_run, name="continue"),
    path("<int:run_id>/undo", views.undo_run, name="undo"),
    path("<int:run_id>/errors.csv", views.errors_file, name="errors"),
    path("<int:run_id>/rows.csv", views.rows_file, name="rows"),
]
urlpatterns = [path("imports/", include((topic, "imports")))]
