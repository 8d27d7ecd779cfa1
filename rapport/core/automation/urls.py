from django.urls import path

from rapport.core.automation import editor, views

app_name = "automation"
urlpatterns = [
    path("settings/automations", views.index, name="list"),
    path("settings/automations/add", views.add, name="add"),
    path("settings/automations/begin/<int:place>", views.begin, name="begin"),
    path("settings/automations/<int:automation_id>", views.open_one, name="open"),
    path("settings/automations/<int:automation_id>/outlook", views.show_outlook, name="outlook"),
    path("settings/automations/<int:automation_id>/on", views.turn_on, name="on"),
    path("settings/automations/<int:automation_id>/off", views.turn_off, name="off"),
    path("settings/automations/<int:automation_id>/release", views.release, name="release"),
    path("settings/automations/<int:automation_id>/remove", views.remove, name="remove"),
    path("settings/automations/<int:automation_id>/limits", editor.limits, name="limits"),
    path("settings/automations/<int:automation_id>/when", editor.choose_when, name="when"),
    path(
        "settings/automations/<int:automation_id>/when/<slug:waking>", editor.ask_when, name="ask"
    ),
    path("settings/automations/<int:automation_id>/if", editor.conditions, name="if"),
    path("settings/automations/<int:automation_id>/steps", editor.choose_step, name="steps"),
    path(
        "settings/automations/<int:automation_id>/steps/add/<slug:step>",
        editor.add_step,
        name="step",
    ),
    path(
        "settings/automations/<int:automation_id>/steps/<int:place>",
        editor.edit_step,
        name="edit_step",
    ),
    path(
        "settings/automations/<int:automation_id>/steps/<int:place>/move",
        editor.move_step,
        name="move_step",
    ),
    path(
        "settings/automations/<int:automation_id>/steps/<int:place>/remove",
        editor.remove_step,
        name="remove_step",
    ),
    path("settings/automations/runs/<int:automation_run_id>", views.open_run, name="run"),
    path("settings/automations/runs/<int:automation_run_id>/undo", views.undo_run, name="undo_run"),
]
