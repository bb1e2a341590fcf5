"""Addresses below `/reports/` and `/org/CODE/reports/`."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import views


class YearConverter(IntConverter):
    """Four digits: each year has one address."""

    regex = "[1-9][0-9]{3}"


class NumberConverter(IntConverter):
    """From 1 on, without leading zeros, and no longer than a database holds."""

    regex = "[1-9][0-9]{0,5}"


register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")

urlpatterns = [
    path("", views.report_list, name="reports"),
    path("<year:year>/", views.report, name="report"),
    path("<year:year>.html", views.report_as_html),
    path("<year:year>.<slug:format>", views.report_file, name="report-file"),
    path("<year:year>/.<slug:format>", views.moved),
    path("<year:year>.<slug:format>/", views.moved),
    path("<year:year>/revisions/<number:number>/", views.report_revision, name="report-revision"),
    path(
        "<year:year>/revisions/<number:number>.<slug:format>", views.report_revision_file, name="report-revision-file"
    ),
]
