from django.urls import path

from rapport.customers.merges import views

app_name = "merges"
urlpatterns = [
    path("merges", views.list_merges, name="list"),
    path("merges/new", views.new, name="new"),
    path("merges/choose", views.choose, name="choose"),
    path("merges/<int:merge_id>", views.open_merge, name="open"),
    path("merges/<int:merge_id>/undo", views.undo, name="undo"),
]
