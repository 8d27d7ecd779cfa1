from django.urls import path

from rapport.customers.privacy import views

app_name = "privacy"
urlpatterns = [
    path("people/<int:person_id>/privacy", views.open_privacy, name="open"),
    path("privacy/requests", views.list_requests, name="list"),
    path("privacy/requests/<int:privacy_request_id>/answer", views.answer, name="answer"),
    path("people/<int:person_id>/privacy/requests/new", views.log, name="log"),
    path("people/<int:person_id>/privacy/file", views.disclose, name="disclose"),
    path("people/<int:person_id>/privacy/restrict", views.restrict, name="restrict"),
    path("people/<int:person_id>/privacy/erase", views.erase, name="erase"),
    path("people/<int:person_id>/privacy/lift", views.lift, name="lift"),
]
