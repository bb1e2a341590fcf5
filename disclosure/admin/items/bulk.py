"""Actions on many items at once: a form, a preview of what would change and why some cannot, then the deed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from disclosure.admin.common.actions import ActionForm
from disclosure.admin.common.pages import admin_page
from disclosure.desk.accounts.access import narrowed_to_act
from disclosure.desk.audit.diffs import differences
from disclosure.desk.audit.messages import changes_summary
from disclosure.desk.items import publishing, reviewing
from disclosure.models import Category, Item, User

from .forms import ValidityFields
from .next_step import public_address

MOST = 200
MOST_LINKS = 5  # in the message afterwards


class BulkForm(ActionForm):
    """An action on many items, and what it asks for; `function` is the desk's, for one."""

    action: str
    title: str
    function: Callable[..., Item]

    def __init__(self, *args: Any, request: HttpRequest, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.items = request, items


class BulkSubmitForm(BulkForm):
    action, title = "bulk_submit", "提交审核"
    function = staticmethod(reviewing.submit)


class BulkPublishForm(BulkForm):
    without_interpretation = forms.CharField(
        label="规范性文件暂不解读的理由（没有则不填）", max_length=300, required=False
    )
    action, title = "bulk_publish", "发布"
    function = staticmethod(publishing.publish)


class BulkMoveForm(BulkForm):
    """The column, of the items' authorities."""

    category = forms.ModelChoiceField(Category.objects.none(), label="移到栏目", empty_label="请选择")
    action, title = "bulk_move", "调整栏目"
    function = staticmethod(publishing.move)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["category"])
        columns = Category.objects.with_tree_fields().tree_fields(path_names="name")
        mine = narrowed_to_act(columns, self.request.user)
        field.queryset = mine.filter(authority__in={item.authority_id for item in self.items})
        field.label_from_instance = _path  # type: ignore[method-assign, assignment]


def _path(column: Any) -> str:
    return "/".join(column.path_names)


class BulkEndForm(ValidityFields, BulkForm):
    action, title = "bulk_end", "变更效力"
    function = staticmethod(publishing.end)


def bulk_action(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, form_class: type[BulkForm]
) -> HttpResponse | None:
    """Ask, preview and perform, each at the list's own address; returns None once it is done."""
    if queryset.count() > MOST:
        messages.error(request, f"一次最多办理 {MOST} 条，请缩小范围后再选。")
        return None
    items = list(queryset.select_related("category", "authority"))
    is_asked = "step" in request.POST or not form_class.base_fields
    form = form_class(request.POST if is_asked else None, request=request, items=items)
    now, rows = timezone.now(), None
    if is_asked and form.is_valid():
        if request.POST.get("step") == "do":
            _perform(request, items, form, now)
            return None
        rows = _preview(request, items, form, now)
    context = {
        "act": form.title,
        "action": form.action,
        "form": form,
        "rows": rows,
        "possible": sum(not row["why"] for row in rows) if rows is not None else 0,
        "items": items,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return admin_page(model_admin, request, "admin/items/bulk.html", f"{form.title}：{len(items)} 条", context)


def _attempt(request: HttpRequest, form: BulkForm, now: datetime) -> publishing.Attempt:
    user, arguments = cast(User, request.user), form.arguments()
    return lambda item: type(form).function(item=item, by=user, at=now, **arguments)


def _preview(request: HttpRequest, items: list[Item], form: BulkForm, now: datetime) -> list[dict[str, Any]]:
    before = {item.pk: item for item in items}
    return [
        {
            "item": item,
            "why": why,
            "changes": changes_summary(item, differences(before[item.pk], after)) if after else "",
        }
        for item, after, why in publishing.preview_each(items, _attempt(request, form, now))
    ]


def _perform(request: HttpRequest, items: list[Item], form: BulkForm, now: datetime) -> None:
    done, refused = publishing.act_on_each(items, _attempt(request, form, now))
    if done:
        messages.success(request, format_html("已{} {} 条。{}", form.title, len(done), _public_pages(done, now)))
    for why in refused:
        messages.warning(request, why)


def _public_pages(items: list[Item], at: datetime) -> SafeString:
    """Link to where the public reads the first of the items."""
    addresses = [(address, item) for item in items[:MOST_LINKS] if (address := public_address(item, at))]
    links = format_html_join("、", '<a href="{}" target="_blank" rel="noopener">{}</a>', addresses)
    return format_html("打开公开页面：{}", links) if addresses else links


@admin.action(description="提交审核", permissions=["change"])
def bulk_submit(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_action(model_admin, request, queryset, BulkSubmitForm)


@admin.action(description="发布", permissions=["publish"])
def bulk_publish(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_action(model_admin, request, queryset, BulkPublishForm)


@admin.action(description="调整栏目", permissions=["publish"])
def bulk_move(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_action(model_admin, request, queryset, BulkMoveForm)


@admin.action(description="变更效力", permissions=["publish"])
def bulk_end(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    return bulk_action(model_admin, request, queryset, BulkEndForm)


ACTIONS = (bulk_submit, bulk_publish, bulk_move, bulk_end)
