"""The staff's desk: Django's admin in the office's words and order."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from disclosure.desk.accounts.access import narrowed_to_act, owned
from disclosure.desk.office.setup_code import holds_demonstration, is_begun
from disclosure.models import User
from jinling_portal.dashboard.first_screen import first_screen
from jinling_portal.setup.steps import present_step

from .list_filters import LONGEST_SEARCH
from .logged_admin import logged


@dataclass(frozen=True)
class Group:
    """A part of the navigation: its name, its purpose, its models (`app.model`) in the order staff need them."""

    key: str
    name: str
    purpose: str
    models: tuple[str, ...]
    pages: tuple["Page", ...] = ()
    is_folded: bool = False  # in the navigation: what is not of every day


@dataclass(frozen=True)
class Page:
    """A navigation entry besides the models: its name, its address, and the model it belongs to (`app.model`)."""

    name: str
    url_name: str
    model: str


GROUPS = (
    Group(
        "items",
        "公开信息",
        "登记、发布主动公开的文件和其他信息，连同附件。",
        ("disclosure.item",),
    ),
    Group(
        "applications",
        "依申请公开",
        "登记收到的信息公开申请、更正申请，记录办理结果。",
        ("disclosure.application", "disclosure.recordcorrection"),
    ),
    Group(
        "cases",
        "复议诉讼",
        "登记因信息公开引起的行政复议和行政诉讼，以及投诉举报。",
        ("disclosure.case", "disclosure.complaint"),
        (Page("开庭和答复日程", "admin:disclosure_case_calendar", "disclosure.case"),),
    ),
    Group(
        "reports",
        "年度报告",
        "编制、审核、发布政府信息公开工作年度报告。",
        ("reports.annualreport",),
    ),
    Group("columns", "栏目", "安排公开目录的栏目和次序。", ("disclosure.category",)),
    Group(
        "more",
        "更多",
        "年度报告要统计的事项、决定、收费和采购；办理步骤、失效链接和旧地址。",
        (
            *("disclosure.matter", "disclosure.decision", "disclosure.feereceipt", "disclosure.procurement"),
            *("disclosure.step", "disclosure.deadlink", "disclosure.oldaddress"),
        ),
        is_folded=True,
    ),
    Group(
        "settings",
        "设置",
        "行政机关的名称和联系方式，工作人员的账号和权限。",
        (
            "disclosure.authority",
            "disclosure.user",
            "auth.group",
            "disclosure.lettertemplate",
            "disclosure.daycorrection",
            "disclosure.act",
        ),
        (Page("登录锁定", "admin:disclosure_user_locks", "disclosure.user"),),
        is_folded=True,
    ),
)

IN_PLACE_OF_LISTS = {"auth.group": Page("角色一览", "admin:auth_group_roles", "auth.group")}
UNSHOWN = {"account", "mfa", "socialaccount", "usersessions"}


def _listed(label: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Lead to the page that says more than the model's own list, which stays among what it is marked for."""
    page = IN_PLACE_OF_LISTS.get(label)
    if page is None or not entry["admin_url"]:
        return entry
    return {**entry, "name": page.name, "admin_url": reverse(page.url_name), "list_url": entry["admin_url"]}


def _mark_current(entries: list[dict[str, Any]], path: str) -> None:
    """Mark the entry of the current screen; a page below a list belongs to the page, not to the list."""
    addresses = [entry.get("list_url") or entry["admin_url"] or entry["add_url"] or "" for entry in entries]
    current = max((address for address in addresses if address and path.startswith(address)), key=len, default=None)
    for entry, address in zip(entries, addresses, strict=True):
        entry["is_current"] = address == current


class Suggestions(AutocompleteJsonView):
    """Answers to autocomplete fields, worded by the record's own admin (`choice_label`) where it has that."""

    def get_queryset(self) -> QuerySet:
        """Only what a person may refer to in a record of theirs."""
        self.term = self.term.replace("\0", "")[:LONGEST_SEARCH]  # what no database can be asked for
        records = super().get_queryset()
        return narrowed_to_act(records, self.request.user) if owned(records.model) else records

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class DeskSite(AdminSite):
    """The staff's site. Navigation, first screen and application pages share one order: `GROUPS`."""

    site_title = "政府信息公开工作台"
    site_header = "政府信息公开工作台"
    index_title = "工作台"

    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        """Log every registered screen; skip allauth's tables, whose keys and sessions are their owners' own."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in UNSHOWN]  # type: ignore[union-attr]
        super().register(shown, logged(admin_class or ModelAdmin), **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = self._build_app_dict(request)
        entries = (entry for app in apps.values() for entry in app["models"])
        models = {entry["model"]._meta.label_lower: entry for entry in entries}
        if app_label:
            labels = [label for group in GROUPS for label in group.models if label.startswith(f"{app_label}.")]
            mine = [models[label] for label in labels if label in models]
            return [{**apps[app_label], "models": mine}] if mine else []
        groups = [self._group(group, models) for group in GROUPS]
        _mark_current([entry for group in groups for entry in group["models"]], request.path)
        for group in groups:
            group["is_open"] = any(entry["is_current"] for entry in group["models"])
        return [group for group in groups if group["models"]]

    @staticmethod
    def _group(group: Group, models: dict[str, Any]) -> dict[str, Any]:
        entries = [_listed(label, models[label]) for label in group.models if label in models]
        entries += [
            {"name": page.name, "object_name": page.url_name, "admin_url": reverse(page.url_name), "add_url": None}
            for page in group.pages
            if page.model in models
        ]
        return {
            "name": group.name,
            "purpose": group.purpose,
            "is_folded": group.is_folded,
            "app_label": group.key,
            "app_url": next((entry["admin_url"] for entry in entries if entry["admin_url"]), ""),
            "has_module_perms": True,
            "models": entries,
        }

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Tell every page whether the installation holds the demonstration; people bring the answer with them."""
        shown = getattr(request.user, "sees_demonstration", None)
        if shown is None:
            shown = holds_demonstration()
        return {**super().each_context(request), "demonstration": shown}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """Show the first screen; while the set-up is unfinished, lead whoever can finish it there."""
        user, context = request.user, first_screen(request.user, now())
        if isinstance(user, User) and user.is_superuser and user.authority_id is None:
            authority = context["authority"]
            if (authority or is_begun()) and present_step(authority):
                return HttpResponseRedirect(reverse("setup_go_on"))
        return super().index(request, {**context, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return Suggestions.as_view(admin_site=self)(request)
