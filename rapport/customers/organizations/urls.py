from django.urls import path

from rapport.customers.organizations import views

app_name = "organizations"
urlpatterns = [
    path("organizations/", views.list_organizations, name="list"),
    path("organizations/new", views.create, name="create"),
    path("organizations/similar", views.similar_organizations, name="similar"),
    path("organizations/<int:organization_id>", views.open_organization, name="open"),
    path("organizations/<int:organization_id>/identity", views.identity, name="identity"),
    path("organizations/<int:organization_id>/details", views.details_panel, name="details"),
    path("organizations/<int:organization_id>/group", views.group_panel, name="group"),
    path("organizations/<int:organization_id>/parent", views.edit_parent, name="parent"),
    path("organizations/<int:organization_id>/field/<slug:name>", views.edit_field, name="field"),
    path("organizations/<int:organization_id>/custom/<str:name>", views.edit_custom, name="custom"),
]
