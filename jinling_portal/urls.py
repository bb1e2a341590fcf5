"""Addresses of the whole; see the table of public addresses in the README."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
