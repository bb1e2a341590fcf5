"""All addresses; the public ones are listed in the README."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from disclosure.portal.api import endpoints, statistics
from disclosure.portal.api.interface import PublicInterface
from disclosure.portal.browse.home import home
from disclosure.portal.search.views import results
from disclosure.portal.urls import root as shared
from reports.portal import api as reports_asked
from reports.portal.panels import newest_report

from .health import health

# The public pages of an authority. They have no namespace: the same names serve the root and `/org/CODE/`.
public: list[URLPattern | URLResolver] = [
    path("", home, {"panels": (newest_report,)}, name="home"),
    path("search/", results, name="search"),
    path("reports/", include("reports.portal.urls")),
    path("api/", include(PublicInterface(endpoints.router, statistics.router, reports_asked.router).addresses)),
    path("", include("disclosure.portal.urls")),
]

urlpatterns = [
    path("admin/", include("jinling_portal.signing_in.urls")),
    path("admin/setup/", include("jinling_portal.setup.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health, name="health"),
    *shared,
    path("org/<slug:code>/", include(public)),
    *public,
]

handler400 = "disclosure.portal.common.errors.bad_request"
handler403 = "disclosure.portal.common.errors.forbidden"
handler404 = "disclosure.portal.common.errors.not_found"
handler500 = "disclosure.portal.common.errors.server_error"
