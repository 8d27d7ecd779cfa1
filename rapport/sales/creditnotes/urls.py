from django.urls import include, path

from rapport.sales.creditnotes.views import credit

topic = [path("orders/<int:order_id>/credit", credit, name="credit")]
urlpatterns = [path("", include((topic, "creditnotes")))]
