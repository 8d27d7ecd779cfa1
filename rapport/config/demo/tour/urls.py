from django.urls import path

from rapport.config.demo.tour import views

app_name = "tour"
urlpatterns = [
    path("tour", views.card, name="card"),
    path("tour/pass/<int:number>", views.pass_step, name="pass"),
    path("tour/begin", views.begin, name="begin"),
    path("tour/end", views.end, name="end"),
]
