from django.urls import include, path

from rapport.sales.orders import views

topic = [
    path("", views.list_orders, name="list"),
    path("new", views.create, name="create"),
    path("panel/<int:party_id>", views.panel, name="panel"),
    path("<int:order_id>", views.open_order, name="open"),
    path("<int:order_id>/edit", views.edit, name="edit"),
    path("<int:order_id>/settle", views.settle, name="settle"),
    path("<int:order_id>/deliver", views.act, {"verb": "deliver"}, name="deliver"),
    path("<int:order_id>/return", views.act, {"verb": "return"}, name="return"),
    path("<int:order_id>/cancel", views.act, {"verb": "cancel"}, name="cancel"),
]
urlpatterns = [path("orders/", include((topic, "orders")))]
