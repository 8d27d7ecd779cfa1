from django.urls import path

from rapport.core.trash import views

app_name = "trash"
urlpatterns = [
    path("trash/", views.open_trash, name="open"),
    path("trash/restore", views.restore, name="restore"),
    path("trash/purge/ask", views.ask_purge, name="ask_purge"),
    path("trash/purge", views.purge, name="purge"),
]
