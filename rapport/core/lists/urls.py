"""Addresses that all lists share."""

from django.urls import path

from rapport.core.lists.views import (
    below,
    chart,
    choose_columns,
    choose_figure,
    count,
    count_sections,
    filter_list,
    place,
)

app_name = "lists"
urlpatterns = [
    path("lists/<slug:name>/filter", filter_list, name="filter"),
    path("lists/<slug:name>/columns", choose_columns, name="columns"),
    path("lists/<slug:name>/foot", below, name="foot"),
    path("lists/<slug:name>/foot/<str:column>", choose_figure, name="figure"),
    path("lists/<slug:name>/chart", chart, name="chart"),
    path("lists/<slug:name>/count", count, name="count"),
    path("lists/<slug:name>/sections", count_sections, name="sections"),
    path("lists/<slug:name>/place/<int:row_id>", place, name="place"),
]
