from django.urls import path

from rapport.touchpoints.timeline.views import timeline

app_name = "timeline"
urlpatterns = [path("parties/<int:party_id>/timeline", timeline, name="open")]
