"""The whole, and the floor: a view that renders one template and asks the database nothing."""

from django.shortcuts import render
from django.urls import path

from jinling_portal.urls import handler400, handler403, handler404, handler500
from jinling_portal.urls import urlpatterns as installed

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request):
    return render(request, "bare.html", {"title": "一个网页"})


urlpatterns = [path("bare/", bare), *installed]
