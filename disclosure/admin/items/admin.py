"""公开信息."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.admin.common.filters import year_of
from disclosure.admin.common.importing import ExchangeAdminMixin
from disclosure.admin.common.panels import PanelsMixin
from disclosure.admin.common.records import RecordAdmin
from disclosure.admin.common.task_filter import TaskFilter
from disclosure.admin.common.time_limits import ItemLimitFilter, TimeLimitMixin
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.items import drafting, reviewing
from disclosure.desk.items.pictures import copy_alternatives_to_body
from disclosure.errors import Refused
from disclosure.law.choices.items import ItemState, Nature, Validity
from disclosure.models import Item, User
from disclosure.search.staff import narrow

from . import settling
from .attachments import AttachmentInline, AttachmentViews
from .bulk import ACTIONS
from .intake import IntakeViews, mark_guesses
from .links import LinkInline
from .next_step import tell
from .panels import ActionsPanel, PrivacyPanel, ProgressPanel, ReviewsPanel, state_label
from .pictures import ItemForm, PictureInline, PictureViews, offer_pictures

SHOWN = {"category": "column"}  # read-only, a column is told by its path
DECIDED = ("method", "ground", "published_on", "publish_at", "evaluate_on", "withdrawn_for")


def _names(options: Any) -> tuple[str, ...]:
    return tuple(options["fields"])


def _is_shown(item: Item, name: str) -> bool:
    """What is empty is left out, and the body stands above as it will be read."""
    return name != "body" and getattr(item, name, name) not in (None, "")  # what is no field of an item always is


@admin.register(Item)
class ItemAdmin(PanelsMixin, TimeLimitMixin, ExchangeAdminMixin, RecordAdmin):
    form = ItemForm
    change_form_template = "admin/disclosure/item/change_form.html"
    change_list_template = "admin/disclosure/item/change_list.html"
    panels = (ProgressPanel, PrivacyPanel, ActionsPanel, ReviewsPanel)
    views = (IntakeViews, PictureViews, AttachmentViews)
    actions = ACTIONS
    list_display = ("title", "state_shown", "time_limit", "category", "formed_on", "published_on")
    list_select_related = ("category",)
    search_fields = ("title", "index_number", "document_number", "keywords")
    search_help_text = "标题、索引号、发文字号、主题词、正文和附件里的文字"
    list_filter = (
        TaskFilter,
        "state",
        "authority",
        year_of("published_on", "发布年份"),
        ItemLimitFilter,
        "method",
        "validity",
        "nature",
    )
    date_hierarchy = "published_on"
    autocomplete_fields = ("authority", "category")
    inlines = (AttachmentInline, PictureInline, LinkInline)
    fieldsets = (
        (None, {"fields": ("authority", "category", "title", "body")}),
        (
            "文件信息",
            {
                "fields": (
                    "index_number",
                    "document_number",
                    "publisher",
                    "formed_on",
                    "time_limit",
                    "genre",
                    "subject",
                    "keywords",
                    "summary",
                )
            },
        ),
        (
            "效力",
            {
                "fields": ("nature", "validity", "repealed_on"),
                "description": "规章和规范性文件失效或废止的，须填写废止日期，年度报告按日期计数。",
            },
        ),
    )

    # --- What is seen, and who may change it --------------------------------

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for the actions of the list."""
        return request.user.has_perm("disclosure.publish_item")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return amendments too, which only the desk sees; but what others refer to is an item itself."""
        items = narrowed(Item.with_amendments.order_by("-published_on", "-id"), request.user)
        is_choice = getattr(request.resolver_match, "url_name", "") == "autocomplete"
        return items.filter(amends=None) if is_choice else items

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        """A draft of an amendment is no item yet."""
        return super().get_export_queryset(request).filter(amends=None)

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Only a draft is written; everything later moves by the acts beside the form."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        """Only a draft is deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_open)

    def get_fieldsets(self, request: HttpRequest, obj: Item | None = None) -> Any:
        """Leave out of a read-only page what is empty, and add what was decided."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        sections = [*self.fieldsets, ("公开", {"fields": DECIDED})]
        filled = (
            (title, [SHOWN.get(name, name) for name in _names(options) if _is_shown(obj, name)])
            for title, options in sections
        )
        return [(title, {"fields": names}) for title, names in filled if names]

    def get_inlines(self, request: HttpRequest, obj: Item | None) -> Any:
        """Leave out pictures of an item without any, and those put in since the form was opened."""
        if request.method == "POST":
            is_asked = "pictures-TOTAL_FORMS" in request.POST
        else:
            is_asked = obj is not None and obj.pictures.exists()
        return [one for one in self.inlines if one is not PictureInline or is_asked]

    def get_readonly_fields(self, request: HttpRequest, obj: Item | None = None) -> tuple[str, ...]:
        """An amendment has the number of what it amends."""
        return ("column", "time_limit", *(("index_number", "authority") if obj and obj.amends_id else ()))

    @admin.display(description="栏目")
    def column(self, obj: Item) -> str:
        return " / ".join(one.name for one in obj.category.ancestors(include_self=True))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A number is given where none is typed; a summary is a few lines."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "index_number":
            field.required, field.help_text = False, "不填则自动编号。"
        if field and db_field.name == "nature":
            field.choices = [("", "不是规章和规范性文件"), *Nature.choices]
        if field and db_field.name == "summary":
            field.widget.attrs["rows"] = 3
        return field

    @admin.display(description="状态", ordering="state")
    def state_shown(self, obj: Item) -> str:
        """Add what a list must not hide: that a document has ended, that it is an amendment."""
        validity = obj.validity_on(localdate())
        ended = f"（{validity.label}）" if obj.state == ItemState.PUBLISHED and validity != Validity.IN_FORCE else ""
        return f"{state_label(obj)}{ended}{drafting.MARK if obj.amends_id else ''}"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search the public's index, in every state; amendments, which are in no index, by their titles."""
        amendments = queryset.filter(amends__isnull=False, title__icontains=search_term.strip())
        return narrow(queryset, search_term) | amendments if search_term.strip() else queryset, False

    # --- The form, and saving ---------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Item | None = None, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)
        mark_guesses(form, obj)
        offer_pictures(form, request, obj)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what the desk refuses while it saves; nothing is stored then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        drafting.save_draft(
            cast("Item", obj),
            by=cast("User", request.user),
            at=timezone.now(),
            pictures=getattr(form, "pictures", None),
            confirms=settling.NAME not in request.POST,
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        super().save_related(request, form, formsets, change)
        copy_alternatives_to_body(form.instance)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        drafting.discard(cast("Item", obj), by=cast("User", request.user))

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: str | None = None) -> HttpResponse:
        return self._submitted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return self._settled(request, obj) or self._submitted(request, obj) or super().response_change(request, obj)

    def _settled(self, request: HttpRequest, obj: Item) -> HttpResponse | None:
        """Settle a finding in what was just saved: nothing that was typed is lost."""
        if settling.NAME not in request.POST:
            return None
        settling.settle_or_say(request, obj)
        return HttpResponseRedirect(f"{reverse('admin:disclosure_item_change', args=(obj.pk,))}#privacy")

    def _submitted(self, request: HttpRequest, obj: Item) -> HttpResponse | None:
        """Submit as well after 「保存并提交审核」; an obstacle is said beside what was saved."""
        if "_submit" not in request.POST:
            return None
        now = timezone.now()
        try:
            after = reviewing.submit(item=obj, by=cast("User", request.user), at=now)
            tell(request, after, "已保存并提交审核", now)
        except Refused as error:
            messages.warning(request, f"已保存，还不能提交：{error}")
        return HttpResponseRedirect(reverse("admin:disclosure_item_change", args=(obj.pk,)))
