"""办理记录: read, searched and exported as CSV; never edited."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from disclosure.admin.common.owned import OwnedAdmin
from disclosure.admin.common.pages import admin_path, attachment_header
from disclosure.desk.audit.log import NewAct, append
from disclosure.desk.audit.messages import action_in_words, kind_name
from disclosure.exchange.exporting import CONTENT_TYPES
from disclosure.exchange.folding import neutralised
from disclosure.models import Act, Verb

CHUNK = 2000
HEADING = ("序号", "时间", "办理人", "网络地址", "途径", "出处", "行为", "记录种类", "记录编号", "对象", "内容", "摘要")
PERIODS = {"1": "今天", "7": "近7天", "30": "近30天", "184": "近半年"}


class PeriodFilter(admin.SimpleListFilter):
    """By number of days, today included."""

    title = "时间"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(PERIODS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() not in PERIODS:
            return None
        return queryset.filter(at__gte=_start_of(timezone.localdate() - timedelta(days=int(str(self.value())) - 1)))


class KindFilter(admin.SimpleListFilter):
    """By the kind of record, of those that the desk shows."""

    title = "记录种类"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        models = model_admin.admin_site._registry  # noqa: SLF001 no public list
        kinds = [model._meta.label_lower for model in models]
        return [(kind, kind_name(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(kind=self.value()) if self.value() else None


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _matching(word: str) -> Q:
    """Match a day, the number of an entry, an address, or part of the name of a person or a record."""
    try:
        day = _start_of(date.fromisoformat(word))
    except ValueError:
        condition = Q(name__icontains=word) | Q(label__icontains=word) | Q(address=word) | Q(key=word)
        return condition | Q(number=int(word)) if word.isdecimal() and len(word) < 18 else condition  # noqa: PLR2004
    return Q(at__gte=day, at__lt=day + timedelta(days=1))


@admin.register(Act)
class ActAdmin(OwnedAdmin):
    list_display = ("number", "at", "name", "verb", "kind_shown", "label", "channel", "address")
    list_filter = (PeriodFilter, "verb", "channel", KindFilter)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name",)  # switches the field on; see get_search_results
    search_help_text = "办理人、对象、记录编号、网络地址、序号，或某一天（如 2026-11-20）；可以同时写几样，用空格隔开。"
    sortable_by = ()
    change_list_template, change_form_template = "admin/audit/entries.html", "admin/audit/entry.html"
    fieldsets = (
        (None, {"fields": ("number", "at", "name", "user", "authority")}),
        ("行为", {"fields": ("verb", "kind_shown", "key", "label", "words")}),
        ("来处", {"fields": ("channel", "source", "address")}),
        ("链", {"fields": ("previous", "hash"), "description": "每条的摘要由本条内容和前一条的摘要推算得出。"}),
    )

    @admin.display(description="记录种类")
    def kind_shown(self, obj: Act) -> str:
        return kind_name(obj.kind)

    @admin.display(description="内容")
    def words(self, obj: Act) -> str:
        return action_in_words(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        return [admin_path(self, "export/", self.export_view, "disclosure_act_export"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Find the entries that match every word."""
        for word in search_term.split():
            queryset = queryset.filter(_matching(word))
        return queryset, False

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Export the list as it is filtered; the export is logged as well."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            acts = self.get_changelist_instance(request).get_queryset(request).order_by("number")
        except admin.options.IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:disclosure_act_changelist"))
        append([NewAct(Verb.EXPORT, self.opts.label_lower, label=f"{acts.count()} 条，CSV")], by=request.user)
        headers = {"Content-Disposition": attachment_header(f"办理记录-{timezone.localdate()}.csv")}
        return StreamingHttpResponse(_csv(acts), content_type=CONTENT_TYPES["csv"], headers=headers)


def _csv(acts: QuerySet[Act]) -> Iterator[str]:
    """Yield UTF-8 with the byte order mark by which spreadsheets know it."""
    yield "\ufeff" + _csv_line(HEADING)
    for act in acts.iterator(chunk_size=CHUNK):
        at = timezone.localtime(act.at).isoformat(sep=" ", timespec="seconds")
        texts = (act.name, act.address, act.get_channel_display(), act.source, act.get_verb_display())
        about = (kind_name(act.kind), act.key, act.label, action_in_words(act), act.hash)
        yield _csv_line((str(act.number), at, *(neutralised(str(text)) for text in (*texts, *about))))


def _csv_line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
