"""Addresses of the first start."""

from django.contrib import admin
from django.urls import path

from . import clearing, office, views

urlpatterns = [
    path("", views.begin, name="setup"),
    path("next/", views.go_on, name="setup_go_on"),
    path("clear-demo/", clearing.clearing, name="demo_clear"),
    path("columns/", admin.site.admin_view(office.columns), name="office_columns"),
    path("checklist/", admin.site.admin_view(office.mark), name="office_checklist"),
    path("<slug:key>/", views.step, name="setup_step"),
]
