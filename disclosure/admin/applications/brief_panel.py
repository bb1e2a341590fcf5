"""What is asked, by whom and by when: the head of an application's page, with links to the page's parts."""

from typing import Any

from django.http import HttpRequest

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.personal import may_see
from disclosure.desk.audit.log import display_name
from disclosure.law.applications.outcomes import ORGANISATIONS
from disclosure.law.privacy import mask_name
from disclosure.models import Application
from disclosure.models.encryption import ERASED


def masked_name(application: Application) -> str:
    """Mask a person's name; that of an organisation, and what stands where one was erased, stay in full."""
    is_plain = application.applicant_kind in ORGANISATIONS or application.applicant == ERASED
    return application.applicant if is_plain else mask_name(application.applicant)


class BriefPanel(Panel):
    """Stays in sight, with the line of what is next, while the page is scrolled."""

    name = "brief"
    template = "admin/applications/_brief.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any]:
        """No query of its own; the look at a full name is logged with that at the form."""
        return {
            "application": record,
            "applicant": record.applicant if may_see(request) else masked_name(record),
            "handler": display_name(record.handler) if record.handler else "",
        }
