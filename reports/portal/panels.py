"""The annual reports' panel on the home page."""

from disclosure.portal.browse.home import HomePanel
from disclosure.portal.common.site import Site

from .published import published_reports
from .reading import entry


def newest_report(site: Site) -> HomePanel | None:
    entries = [entry(site, published) for published in published_reports(site.authority)]
    if not entries:
        return None
    context = {"newest": entries[0], "earlier": entries[1:], "list": site.address("reports")}
    return HomePanel("portal/reports/panel.html", context)
