from django.urls import include, path

from rapport.catalog.products import views

topic = [
    path("", views.list_products, name="list"),
    path("new", views.create, name="create"),
    path("pick", views.pick, name="pick"),
    path("<int:product_id>", views.open_product, name="open"),
    path("<int:product_id>/edit", views.edit, name="edit"),
    path("<int:product_id>/retire", views.retire, name="retire"),
    path("<int:product_id>/reinstate", views.reinstate, name="reinstate"),
]
urlpatterns = [path("products/", include((topic, "products")))]
