"""确认收到, of an application that came online, by fax or by ordinary mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.panels import Panel
from disclosure.desk.applications.confirming import confirm_receipt
from disclosure.desk.applications.intake import late_confirmation
from disclosure.desk.applications.online.submission import why_unmailed
from disclosure.errors import Refused
from disclosure.models import Application

CONFIRM_URL = "disclosure_application_confirm"


class ReceiptPanel(Panel):
    """Shown until the receipt is confirmed."""

    name = "receipt"
    template = "admin/applications/_receipt.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any] | None:
        if record.is_confirmed:
            return None
        return {
            "application": record,
            "today": localdate(),
            "late": late_confirmation(record, localdate()),
            "unmailed": why_unmailed(record),
            "may_confirm": self.model_admin.has_change_permission(request, record),
        }

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/confirm/", self.confirm_view, CONFIRM_URL)]

    @method_decorator([csrf_protect, require_POST])
    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm that it was received today."""
        application = self.record(request, pk)
        try:
            confirmed = confirm_receipt(application=application, by=request.user, on=localdate())
        except Refused as error:
            messages.error(request, str(error))
        else:
            received, due = confirmed.received_on, confirmed.due_on
            messages.success(request, f"已确认收到，收到日期为 {received}，应于 {due} 前答复。")
            if late := late_confirmation(confirmed, localdate()):
                messages.warning(request, late)
        return self.to_change_page(pk)
