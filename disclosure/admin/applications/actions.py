"""The desk on the page of an application: what must happen next, a button for each lawful act, and who did what."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from disclosure.admin.common.owned import record_asked
from disclosure.admin.common.time_limits import NONE, calendar_of
from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.situation import situation_of
from disclosure.desk.audit.log import display_name
from disclosure.desk.dashboard.application_tasks import fee_noticed_on, party_asked_on
from disclosure.errors import Refused
from disclosure.law.applications.outcomes import Outcome
from disclosure.models import Application

from .buttons import BY_KEY, ScreenAct
from .forms import WITHHELD, Desk, outcomes
from .panel import Panel, Typed, quote_of

ACT = "disclosure_application_act"
TYPED = "_typed"  # on the request: the form that came back
DECIDED = ("outcome", "withheld_as", "concluded_on")


class HandlingMixin(admin.ModelAdmin):
    """Put before the screen of applications: the panel, the address of its buttons, and two columns of the list."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        without_what_belongs_elsewhere(obj)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        screen = path("<int:pk>/act/<slug:key>/", self.admin_site.admin_view(self.act_view), name=ACT)
        return [screen, *super().get_urls()]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of what is partly disclosed, the grounds on which a part may be withheld."""
        if db_field.name == "withheld_as":
            kwargs["choices"] = outcomes(WITHHELD)
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How an application ends is an act; what is concluded may be corrected, and a past one entered whole."""
        is_running = obj is not None and not obj.outcome
        return [*super().get_readonly_fields(request, obj), *(DECIDED if is_running else ())]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the panel, on the page as it is stored; not beside a form that holds something else."""
        application = context.get("original")
        if application is not None and request.method == "GET":
            context = {**context, "handling": self._handling_panel(request, application)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _handling_panel(self, request: HttpRequest, application: Application) -> Panel:
        return Panel(
            request,
            application,
            may_handle=self.has_change_permission(request, application),
            typed=getattr(request, TYPED, None),
        )

    @method_decorator([csrf_protect, sensitive_post_parameters()])
    def act_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Do it and go back to the page; what cannot be done is told at its field, with everything as it was typed."""
        application, act = record_asked(self, request, pk), BY_KEY.get(key)
        if act is None:
            raise Http404
        if request.method != "POST":
            return self._back(application)
        if not (may_act(request.user, application) and any(map(request.user.has_perm, act.permissions))):
            messages.error(request, f"您没有办理「{act.name}」的权限，请与管理员联系。")
            return self._back(application)
        typed = self._take(request, application, act)
        return self._again(request, application, typed) if typed else self._back(application)

    def _take(self, request: HttpRequest, application: Application, act: ScreenAct) -> Typed | None:
        """None where it was done, else the form that comes back."""
        now = situation_of(application, localdate(), calendar_of(request))
        panel = Panel(request, application, may_handle=True)
        asked = request.POST.get("asked", "")
        key = f"{act.key}_{asked}" if asked.isdecimal() else act.key
        form = act.form(request.POST, desk=Desk(application, now, party_name=panel.party_name), key=key)
        if not form.is_valid():
            messages.error(request, f"「{act.name}」还没有办理，请看标出的地方。")
            return Typed(key, form)
        try:
            if "_preview" in request.POST and act.key == "notice_fee":
                return Typed(key, form, quote_of(form))
            act.perform(application, request.user, form)
        except Refused as error:
            form.add_error(None, str(error))
            messages.error(request, str(error))  # what is no longer lawful has no form on the page any more
            return Typed(key, form)
        messages.success(request, f"申请「{application}」{act.done}")
        return None

    def _again(self, request: HttpRequest, application: Application, typed: Typed) -> HttpResponse:
        """The page as it is read, with the form that came back unfolded in it."""
        setattr(request, TYPED, typed)
        request.method = "GET"
        address = reverse("admin:disclosure_application_change", args=(application.pk,))
        return self.changeform_view(request, str(application.pk), form_url=address)

    @staticmethod
    def _back(application: Application) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:disclosure_application_change", args=(application.pk,)))

    @admin.display(description="承办", ordering="section")
    def handled_by(self, obj: Application) -> str:
        """Section and person."""
        who = " ".join(part for part in (obj.section, display_name(obj.handler) if obj.handler else "") if part)
        return who or (NONE if obj.concluded_on else "未分办")


def without_what_belongs_elsewhere(application: Application) -> None:
    """Where the outcome was corrected on the form, what belonged to the former one goes."""
    if application.outcome != Outcome.PARTLY:
        application.withheld_as = ""
    if application.outcome != Outcome.DISCLOSED:
        application.is_public_already = False
    if application.outcome != Outcome.REPEATED:
        application.repeats = None


class ApplicationStateFilter(admin.SimpleListFilter):
    """Open or concluded; of the open ones those that wait for others or for a fee."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "办理中"),
            ("party", "等待第三方、其他机关"),
            ("fee", "等待缴费"),
            ("closed", "已办结"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if self.value() in {"open", "closed"}:
            return queryset.filter(concluded_on__isnull=self.value() == "open")
        waits = {"party": party_asked_on, "fee": fee_noticed_on}.get(str(self.value()))
        if waits is None:
            return None
        return queryset.open().annotate(waits_since=waits()).filter(waits_since__isnull=False)
