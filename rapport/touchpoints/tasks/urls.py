from django.urls import path

from rapport.touchpoints.tasks import views

app_name = "tasks"
urlpatterns = [
    path("tasks/", views.list_tasks, name="list"),
    path("tasks/new", views.create, name="create"),
    path("tasks/<int:task_id>", views.open_task, name="open"),
    path("tasks/<int:task_id>/edit", views.edit, name="edit"),
    path("tasks/<int:task_id>/finish", views.finish, name="finish"),
    path("tasks/<int:task_id>/reopen", views.reopen, name="reopen"),
    path("tasks/<int:task_id>/trash", views.trash, name="trash"),
    path("tasks/<int:task_id>/field/<slug:name>", views.edit_field, name="field"),
    path("parties/<int:party_id>/tasks", views.panel, name="panel"),
]
