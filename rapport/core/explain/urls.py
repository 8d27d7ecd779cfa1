from django.urls import path

from rapport.core.explain import views

app_name = "explain"
urlpatterns = [path("access/why/<str:label>/<int:row_id>", views.why, name="why")]
