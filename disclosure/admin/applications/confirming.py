"""确认收到, on the page of an application that came online, by fax or by ordinary mail."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.owned import record_asked
from disclosure.admin.common.time_limits import UNCONFIRMED
from disclosure.desk.applications.confirming import confirm_receipt
from disclosure.desk.applications.intake import late_confirmation
from disclosure.desk.applications.online import why_unmailed
from disclosure.errors import Refused
from disclosure.models import Application

CONFIRM = "disclosure_application_confirm"


class ConfirmingMixin(admin.ModelAdmin):
    """Put before the screen of applications: the button and its address; gives the list `received`."""

    def get_urls(self) -> list[URLPattern]:
        screen = path("<int:pk>/confirm/", self.admin_site.admin_view(self.receive_view), name=CONFIRM)
        return [screen, *super().get_urls()]

    @admin.display(description="收到日期", ordering="received_on")
    def received(self, obj: Application) -> str:
        return UNCONFIRMED if obj.received_on is None else str(obj.received_on)

    def waiting_for_confirmation(self, request: HttpRequest, application: Application) -> dict[str, Any] | None:
        """For the template; None where there is nothing to confirm."""
        if application.is_confirmed:
            return None
        return {
            "application": application,
            "today": localdate(),
            "late": late_confirmation(application, localdate()),
            "unmailed": why_unmailed(application),
            "may_confirm": self.has_change_permission(request, application),
        }

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        waiting = self.waiting_for_confirmation(request, application) if application else None
        return super().render_change_form(request, {**context, "waiting": waiting}, *args, **kwargs)

    @method_decorator(csrf_protect)
    @method_decorator(require_POST)
    def receive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Received today."""
        application = record_asked(self, request, pk)
        try:
            done = confirm_receipt(application=application, by=request.user, on=localdate())
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已确认收到，收到日期为 {done.received_on}，应于 {done.due_on} 前答复。")
            if late := late_confirmation(done, localdate()):
                messages.warning(request, late)
        return HttpResponseRedirect(reverse("admin:disclosure_application_change", args=(pk,)))
