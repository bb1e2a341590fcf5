"""复议诉讼案件 about an application, and the way to enter another."""

from typing import Any

from django.http import HttpRequest

from disclosure.admin.common.panels import Panel
from disclosure.desk.accounts.access import may_act
from disclosure.models import Application, Case

MOST_CASES = 20  # on one page


class CasesPanel(Panel):
    """Shown to those who may see cases."""

    name = "cases"
    template = "admin/applications/_cases.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any] | None:
        """One query."""
        if not request.user.has_perm("disclosure.view_case"):
            return None
        return {
            "application": record,
            "all": list(record.cases.defer(*Case.PERSONAL).order_by("accepted_on", "pk")[:MOST_CASES]),
            "may_add": request.user.has_perm("disclosure.add_case") and may_act(request.user, record),
        }
