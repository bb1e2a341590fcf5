"""Addresses below `/reports/` and `/org/CODE/reports/`."""

from django.urls import path

import disclosure.portal.common.converters  # noqa: F401 makes `year` and `number` known

from . import views

urlpatterns = [
    path("", views.report_list, name="reports"),
    path("figures.csv", views.report_figures, name="report-figures"),
    path("<year:year>/", views.report, name="report"),
    path("<year:year>.html", views.report_as_html, name="report-as-html"),
    path("<year:year>.<slug:format>", views.report_file, name="report-file"),
    path("<year:year>/.<slug:format>", views.redirect_to_file, name="report-moved"),
    path("<year:year>.<slug:format>/", views.redirect_to_file, name="report-moved"),
    path("<year:year>/revisions/<number:number>/", views.report_revision, name="report-revision"),
    path(
        "<year:year>/revisions/<number:number>.<slug:format>", views.report_revision_file, name="report-revision-file"
    ),
]
