"""Time limits in lists and forms: filters by ranges of dates, columns, and a line on an item's form.

The calendar is read once a request, whatever the number of rows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localdate

from disclosure.admin.common.records import NONE
from disclosure.desk.common.calendar import left_for, load_calendar
from disclosure.law.applications.reply_times import NEAR, NEAREST
from disclosure.law.publication_deadline import TimeLeft, starts_by_state, time_left_until
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Item

UNRECORDED = "待填办理结果"  # its steps have ended it
UNCONFIRMED = "待确认"  # came online, no date of receipt yet (条例 art. 31)
STATES = {"overdue": "已逾期", "soon": "即将到期（5 个工作日内）", "later": "未到期"}
KEPT = "_workdays"  # on the request, which lives as long as the page


def calendar_of(request: HttpRequest) -> Calendar:
    """Return the calendar, which is read once a request."""
    kept: Calendar | None = getattr(request, KEPT, None)
    if kept is None:
        kept = load_calendar()
        setattr(request, KEPT, kept)
    return kept


class ItemLimitFilter(admin.SimpleListFilter):
    """Of what is to be disclosed and not public, by how much is left of its 20 working days."""

    title = "公开时限"
    parameter_name = "time_limit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return STATES.items()

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if self.value() not in STATES:
            return None
        found: QuerySet = queryset.to_publish(starts_by_state(localdate(), calendar_of(request))[str(self.value())])
        return found


class ApplicationLimitFilter(admin.SimpleListFilter):
    """Of open applications, by the stored due date."""

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
        today, working_days = localdate(), calendar_of(request)
        nearest, near = working_days.add(today, NEAREST), working_days.add(today, NEAR)
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
    """Return a limit in words and colour; late and soon are in the words as well."""
    if left is None:
        return NONE
    kind = "late" if left.is_late and not left.is_done else "soon" if left.is_soon else "plain"
    text = format_html('<span class="time-limit time-limit-{}">{}</span>', kind, left.words)
    return text + "（暂定）" if left.provisional and not left.is_done else text


def days_left(application: Application, working_days: Calendar) -> str:
    """Return how far an application is from its due date; a dash where nothing is due or the reply has gone out.

    `application`: of a queryset with `with_closing`.
    """
    if application.settled_on or application.due_on is None:
        return NONE
    if application.is_closed and not application.concluded_on:
        return UNRECORDED
    return shown(time_left_until(application.due_on, localdate(), working_days))


def _time_limit_column(request: HttpRequest) -> Callable[[Item], str]:
    """Make the column anew for each list: the admin outlives requests and must not keep a calendar."""

    @admin.display(description="公开时限", ordering="formed_on")
    def time_limit(obj: Item) -> str:
        return shown(left_for(obj, localdate(), calendar_of(request)))

    return time_limit


class TimeLimitMixin(admin.ModelAdmin):
    """Gives an item's admin `time_limit`, for `list_display`, a fieldset and `readonly_fields`."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        names = super().get_list_display(request)
        return [_time_limit_column(request) if name == "time_limit" else name for name in names]

    @admin.display(description="公开时限")
    def time_limit(self, obj: Item) -> str:
        """On the form, with the day and the article."""
        left = left_for(obj, localdate(), load_calendar())
        if left is None:
            return NONE
        return format_html("{}（应于 {} 前公开，条例第二十六条）", shown(left), f"{left.due_on:%Y-%m-%d}")
