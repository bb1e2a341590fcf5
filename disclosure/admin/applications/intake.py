"""Entering what came by post, fax, over the counter or orally: the form, the application sheet, the query code."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.personal import may_see
from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.intake import date_mistakes
from disclosure.desk.applications.online.codes import in_groups
from disclosure.desk.applications.online.submission import give_code
from disclosure.desk.audit.log import note
from disclosure.errors import Refused
from disclosure.law.applications.receipt import RECEIPTS
from disclosure.law.choices.applications import Channel
from disclosure.models import Application, Verb
from disclosure.portal.common.site import site_of

SHEET_URL, CODE_URL = "disclosure_application_sheet", "disclosure_application_code"
HOW_TO_DATE = format_html(
    '<p>收到日期是起算办理期限的日期（条例第三十一条），按收到渠道填写：</p><ul class="how-to-date">{}</ul>',
    format_html_join(
        "",
        "<li>{}：收到日期填{}；来件日期{}。</li>",
        (
            (channel.label, one.received, f"填{one.arrival}" if one.arrival else "不填")
            for channel, one in RECEIPTS.items()
        ),
    ),
)
DATED = {"channel", "arrived_on", "received_on", "concluded_on"}


class IntakeForm(ModelForm):
    """Checks the dates against the channel (条例 art. 31); without a number the next one is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "received_on" in self.fields:
            self.fields["received_on"].required = False
        if "number" in self.fields and self.instance.pk is None:
            self.fields["number"].required = False
            self.fields["number"].help_text = "不填则自动编号，如 2026-001。"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "received_on" not in self.fields or self.errors.keys() & DATED:
            return given
        if given.get("received_on") is None and self.initial.get("received_on"):
            self.add_error("received_on", "已经确认收到的申请，收到日期不能清空。")
            return given
        entered = copy(self.instance)
        for name in DATED & given.keys():
            setattr(entered, name, given[name])
        for name, mistake in date_mistakes(entered).items():
            self.add_error(name if name in self.fields else None, mistake)
        return given


class IntakePanel(Panel):
    """申请表和查询码; shown to those who see applicants."""

    name = "intake"
    template = "admin/applications/_intake.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any] | None:
        """No query."""
        if not may_see(request) or record.erased_on:
            return None
        may_change = request.user.has_perm("disclosure.change_application") and may_act(request.user, record)
        return {
            "application": record,
            "is_oral": record.channel == Channel.ORAL,
            "may_give_code": may_change,
            "has_code": bool(record.code_hash),
        }

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("<int:pk>/sheet/", self.sheet_view, SHEET_URL),
            self.path("<int:pk>/code/", self.code_view, CODE_URL),
        ]

    @method_decorator([require_safe, never_cache])
    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the 政府信息公开申请表 filled in, to be printed and signed; records the look at personal data."""
        application = self.record(request, pk)
        if not may_see(request):
            raise PermissionDenied
        note(Verb.LOOK, application, {"政府信息公开申请表": ["", "打印"]}, by=request.user)
        context = {"application": application, "is_oral": application.channel == Channel.ORAL}
        return TemplateResponse(request, "admin/applications/sheet.html", context)

    @method_decorator([csrf_protect, require_POST, never_cache])
    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a new query code, shown in this answer alone, on a receipt to be printed."""
        application = self.record(request, pk)
        try:
            code = give_code(application=application, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return self.to_change_page(pk)
        track = request.build_absolute_uri(site_of(application.authority).address("track"))
        context = {"application": application, "code": in_groups(code), "track": track, "today": localdate()}
        return TemplateResponse(request, "admin/applications/code.html", context)
