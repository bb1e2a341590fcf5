"""Entering what came by post, fax, over the counter or by word of mouth: the form, the sheet, the query code."""

from copy import copy
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from disclosure.admin.common.owned import record_asked
from disclosure.admin.common.personal import may_see
from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.codes import in_groups
from disclosure.desk.applications.intake import date_mistakes, late_confirmation, take_in
from disclosure.desk.applications.online import give_code
from disclosure.desk.audit.log import note
from disclosure.errors import Refused
from disclosure.law.applications.receipt import RECEIPTS
from disclosure.law.choices.applications import Channel
from disclosure.models import Application, Verb
from disclosure.portal.common.site import site_of

SHEET, CODE = "disclosure_application_sheet", "disclosure_application_code"
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
    """The form of an application: its dates by the way it came, a number where none is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "received_on" in self.fields:
            self.fields["received_on"].required = False
        if "number" in self.fields and self.instance.pk is None:
            self.fields["number"].required = False
            self.fields["number"].help_text = "不填则自动编号，如 2026-001。"

    def clean(self) -> dict[str, Any]:
        """The dates of arrival and receipt are held against the way it came."""
        given = super().clean() or {}
        if "received_on" not in self.fields or self.errors.keys() & DATED:
            return given
        if given.get("received_on") is None and self.initial.get("received_on"):
            self.add_error("received_on", "已经确认收到的申请，收到日期不能清空。")
            return given
        seen = copy(self.instance)
        for name in DATED & given.keys():
            setattr(seen, name, given[name])
        for name, said in date_mistakes(seen).items():
            self.add_error(name if name in self.fields else None, said)
        return given


class IntakeMixin(admin.ModelAdmin):
    """Put before the screen of applications: saving takes in; the sheet, and the query code."""

    form = IntakeForm

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/sheet/", self.admin_site.admin_view(self.sheet_view), name=SHEET),
            path("<int:pk>/code/", self.admin_site.admin_view(self.code_view), name=CODE),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """How to date it stands there as long as it is not dated."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None or obj.received_on is None:
            first = (first[0], {**first[1], "description": HOW_TO_DATE})
        return [first, *others]

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        application = take_in(application=cast("Application", obj), by=request.user)
        is_dated = {"arrived_on", "received_on", "channel"} & set(form.changed_data)
        if is_dated and (late := late_confirmation(application, localdate())):
            messages.warning(request, late)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        intake = self.intake(request, application) if application else None
        return super().render_change_form(request, {**context, "intake": intake}, *args, **kwargs)

    @staticmethod
    def intake(request: HttpRequest, application: Application) -> dict[str, Any] | None:
        """For the template; no query. None for those who do not see applicants."""
        if not may_see(request) or application.erased_on:
            return None
        may_change = request.user.has_perm("disclosure.change_application") and may_act(request.user, application)
        return {
            "application": application,
            "is_oral": application.channel == Channel.ORAL,
            "may_give_code": may_change,
            "has_code": bool(application.code_hash),
        }

    @method_decorator([require_safe, never_cache])
    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """政府信息公开申请表, filled in, to be printed and signed; a look at personal data, which is recorded."""
        application = record_asked(self, request, pk)
        if not may_see(request):
            raise PermissionDenied
        note(Verb.LOOK, application, {"政府信息公开申请表": ["", "打印"]}, by=request.user)
        context = {"application": application, "is_oral": application.channel == Channel.ORAL}
        return TemplateResponse(request, "admin/disclosure/application/sheet.html", context)

    @method_decorator([csrf_protect, require_POST, never_cache])
    def code_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new query code, shown in this answer alone, on a receipt to be printed."""
        application = record_asked(self, request, pk)
        try:
            code = give_code(application=application, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:disclosure_application_change", args=(pk,)))
        track = request.build_absolute_uri(site_of(application.authority).address("track"))
        context = {"application": application, "code": in_groups(code), "track": track, "today": localdate()}
        return TemplateResponse(request, "admin/disclosure/application/code.html", context)
