from django.urls import path

from rapport.core.undo.views import undo_group

urlpatterns = [path("undo/<uuid:group>", undo_group, name="undo")]
