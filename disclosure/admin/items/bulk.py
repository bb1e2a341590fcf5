"""Acts on many items at once: what is asked, a preview of what would change and why some cannot, then the deed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from disclosure.desk.accounts.access import narrowed_to_act
from disclosure.desk.audit.diffs import differences
from disclosure.desk.audit.messages import changes_summary
from disclosure.desk.items import publishing, reviewing
from disclosure.models import Category, Item, User

from .actions import EndFields

MOST = 200


class Bulk(forms.Form):
    """What an act on many asks for."""

    use_required_attribute = False
    function: Callable[..., Item]

    def __init__(self, *args: Any, request: HttpRequest, items: list[Item], **kwargs: Any) -> None:
        """As Django asks."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.request, self.items = request, items

    def arguments(self) -> dict[str, Any]:
        """For the desk's function, by keyword."""
        return dict(self.cleaned_data)


class BulkSubmit(Bulk):
    """Nothing to be asked."""

    function = staticmethod(reviewing.submit)


class BulkPublish(Bulk):
    """As one item is published, at once."""

    without_interpretation = forms.CharField(
        label="规范性文件暂不解读的理由（没有则不填）", max_length=300, required=False
    )
    function = staticmethod(publishing.publish)


class BulkMove(Bulk):
    """The column, of the authority of all the items."""

    category = forms.ModelChoiceField(Category.objects.none(), label="移到栏目", empty_label="请选择")
    function = staticmethod(publishing.move)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Columns of the items' authorities, by their paths."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["category"])
        columns = Category.objects.with_tree_fields().tree_fields(path_names="name")
        mine = narrowed_to_act(columns, self.request.user)
        field.queryset = mine.filter(authority__in={item.authority_id for item in self.items})
        field.label_from_instance = _path  # type: ignore[method-assign, assignment]


def _path(column: Any) -> str:
    return "/".join(column.path_names)


class BulkEnd(EndFields, Bulk):
    """Asked once for all the items."""

    function = staticmethod(publishing.end)


class BulkMixin(ModelAdmin):
    """The acts of the list, each with its preview."""

    actions = ("bulk_submit", "bulk_publish", "bulk_move", "bulk_end")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """For the acts below."""
        return request.user.has_perm("disclosure.publish_item")

    @admin.action(description="提交审核", permissions=["change"])
    def bulk_submit(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, BulkSubmit, "bulk_submit", "提交审核")

    @admin.action(description="发布", permissions=["publish"])
    def bulk_publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, BulkPublish, "bulk_publish", "发布")

    @admin.action(description="调整栏目", permissions=["publish"])
    def bulk_move(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, BulkMove, "bulk_move", "调整栏目")

    @admin.action(description="变更效力", permissions=["publish"])
    def bulk_end(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, BulkEnd, "bulk_end", "变更效力")

    def _bulk(
        self, request: HttpRequest, queryset: QuerySet, form_class: type[Bulk], name: str, title: str
    ) -> HttpResponse | None:
        """Three steps of one address: the questions, the preview, the deed."""
        if queryset.count() > MOST:
            messages.error(request, f"一次最多办理 {MOST} 条，请缩小范围后再选。")
            return None
        items = list(queryset.select_related("category", "authority"))
        is_asked = "step" in request.POST or not form_class.base_fields
        form = form_class(request.POST if is_asked else None, request=request, items=items)
        now = timezone.now()
        if is_asked and form.is_valid():
            if request.POST.get("step") == "do":
                self._do(request, items, form, now, title)
                return None
            return self._bulk_page(request, form, name, title, self._preview(request, items, form, now))
        return self._bulk_page(request, form, name, title, None)

    def _act(self, request: HttpRequest, form: Bulk, now: datetime) -> publishing.Attempt:
        user, arguments = cast(User, request.user), form.arguments()
        return lambda item: type(form).function(item=item, by=user, at=now, **arguments)

    def _preview(self, request: HttpRequest, items: list[Item], form: Bulk, now: datetime) -> list[dict[str, Any]]:
        before = {item.pk: item for item in items}
        return [
            {
                "item": item,
                "why": why,
                "changes": changes_summary(item, differences(before[item.pk], after)) if after else "",
            }
            for item, after, why in publishing.preview_each(items, self._act(request, form, now))
        ]

    def _do(self, request: HttpRequest, items: list[Item], form: Bulk, now: datetime, title: str) -> None:
        done, refused = publishing.act_on_each(items, self._act(request, form, now))
        if done:
            messages.success(request, f"已{title} {len(done)} 条。")
        for why in refused:
            messages.warning(request, why)

    def _bulk_page(self, request: HttpRequest, form: Bulk, name: str, title: str, rows: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{title}：{len(form.items)} 条",
            "act": title,
            "action": name,
            "form": form,
            "rows": rows,
            "possible": sum(not row["why"] for row in rows) if rows is not None else 0,
            "items": form.items,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/disclosure/item/bulk.html", context)
