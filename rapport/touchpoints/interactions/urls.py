from django.urls import path

from rapport.touchpoints.interactions import views

app_name = "interactions"
urlpatterns = [
    path("interactions/new", views.log, name="log"),
    path("interactions/<int:interaction_id>", views.open_interaction, name="open"),
    path("interactions/<int:interaction_id>/edit", views.edit, name="edit"),
    path("interactions/<int:interaction_id>/resolve", views.resolve, name="resolve"),
    path("interactions/<int:interaction_id>/reopen", views.reopen, name="reopen"),
    path("interactions/<int:interaction_id>/trash", views.trash, name="trash"),
]
