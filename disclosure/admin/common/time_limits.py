"""The 20 working days in lists and forms: a column, a filter by ranges of dates, a line on the form.

The calendar is read once a request, whatever the number of rows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localdate

from disclosure.desk.common.calendar import left_for, load_calendar
from disclosure.law.applications.reply_times import NEAR, NEAREST
from disclosure.law.choices.items import BEFORE_PUBLICATION, Method
from disclosure.law.publication_deadline import StartRange, TimeLeft, starts_by_state, time_left_until
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Item

NONE = "—"
UNRECORDED = "待填办理结果"  # its steps have ended it
UNCONFIRMED = "待确认"  # came online, no date of receipt yet (条例 art. 31)
STATES = {"overdue": "已逾期", "soon": "即将到期（5 个工作日内）", "later": "未到期"}
TO_BE_DISCLOSED = Q(state__in=BEFORE_PUBLICATION, method=Method.PROACTIVE)
KEPT = "_workdays"  # on the request, which lives as long as the page


def calendar_of(request: HttpRequest) -> Calendar:
    """The calendar, asked for once a request."""
    kept: Calendar | None = getattr(request, KEPT, None)
    if kept is None:
        kept = load_calendar()
        setattr(request, KEPT, kept)
    return kept


def within(field: str, starts: StartRange) -> Q:
    """The condition that a date lies in a range."""
    condition = Q(**{f"{field}__lte": starts.last}) if starts.last else Q()
    return condition & Q(**{f"{field}__gte": starts.first}) if starts.first else condition


def limit_of(field: str, title: str, is_open: Q) -> type[admin.SimpleListFilter]:
    """A filter of what is open by how much is left of 20 working days after `field`."""

    class LimitFilter(admin.SimpleListFilter):
        parameter_name = "time_limit"

        def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
            return STATES.items()

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
            if self.value() not in STATES:
                return None
            starts = starts_by_state(localdate(), calendar_of(request))[str(self.value())]
            return queryset.filter(is_open, within(field, starts))

    LimitFilter.title = title
    return LimitFilter


ItemLimitFilter = limit_of("formed_on", "公开时限", TO_BE_DISCLOSED)


class ApplicationLimitFilter(admin.SimpleListFilter):
    """Of what is open, by its due date; the clock says it, and the list keeps to what is stored of it."""

    title = "办理期限"
    parameter_name = "time_limit"
    STATES = {
        "overdue": "已逾期",
        "nearest": "3 个工作日内到期",
        "near": "7 个工作日内到期",
        "later": "7 个工作日以后到期",
        "none": "等待补正",
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return self.STATES.items()

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        today, known = localdate(), calendar_of(request)
        nearest, near = known.add(today, NEAREST), known.add(today, NEAR)
        choices: dict[str, Callable[[], QuerySet]] = {
            "overdue": lambda: queryset.overdue(today),
            "nearest": lambda: queryset.due_within(today, nearest),
            "near": lambda: queryset.due_within(today, near),
            "later": lambda: queryset.open().filter(due_on__gt=near),
            "none": queryset.uncorrected,
        }
        chosen = choices.get(str(self.value()))
        return None if chosen is None else chosen()


def shown(left: TimeLeft | None) -> str:
    """The words of a limit, told apart by more than colour: late and soon are said in the words as well."""
    if left is None:
        return NONE
    kind = "late" if left.is_late and not left.is_done else "soon" if left.is_soon else "plain"
    text = format_html('<span class="time-limit time-limit-{}">{}</span>', kind, left.words)
    return text + "（暂定）" if left.provisional and not left.is_done else text


def days_left(application: Application, known: Calendar) -> str:
    """How far an open application is from its due date; nothing of one that has ended or waits for a correction.

    `application`: of a queryset with `with_closing`.
    """
    if application.concluded_on or application.due_on is None:
        return NONE
    if application.is_closed:
        return UNRECORDED
    return shown(time_left_until(application.due_on, localdate(), known))


def _application_column(request: HttpRequest) -> Callable[[Application], str]:
    @admin.display(description="剩余工作日", ordering="due_on")
    def time_left(obj: Application) -> str:
        return days_left(obj, calendar_of(request))

    return time_left


class DueDateMixin(admin.ModelAdmin):
    """Gives the list of applications `due` and `time_left`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records: Any = super().get_queryset(request)
        found: QuerySet = records.with_closing()
        return found

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_application_column(request) if name == "time_left" else name for name in names]

    @admin.display(description="剩余工作日", ordering="due_on")
    def time_left(self, obj: Application) -> str:
        """Outside a list, where no request keeps the calendar."""
        return days_left(obj, load_calendar())

    @admin.display(description="截止日期", ordering="due_on")
    def due(self, obj: Application) -> str:
        if obj.received_on is None:
            return UNCONFIRMED
        if obj.due_on is None:
            return NONE if obj.concluded_on or obj.is_closed else "等待补正"
        return f"{obj.due_on}（暂定）" if obj.provisional else str(obj.due_on)


def _column(request: HttpRequest) -> Callable[[Item], str]:
    """The column of a list, with the calendar of its request: a screen outlives requests and must not keep one."""

    @admin.display(description="公开时限", ordering="formed_on")
    def time_limit(obj: Item) -> str:
        return shown(left_for(obj, localdate(), calendar_of(request)))

    return time_limit


class TimeLimitMixin(admin.ModelAdmin):
    """Gives an item's screens `time_limit`: name it in `list_display`, in a fieldset and in `readonly_fields`."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_column(request) if name == "time_limit" else name for name in names]

    @admin.display(description="公开时限")
    def time_limit(self, obj: Item) -> str:
        """On the form, with the day and the article that the limit rests on."""
        left = left_for(obj, localdate(), load_calendar())
        if left is None:
            return NONE
        day = f"{left.due_on:%Y-%m-%d}"
        return format_html("{}（应于 {} 前公开，条例第二十六条）", shown(left), day)
