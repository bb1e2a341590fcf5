"""登记放假安排: a year's days off and working days, read from the words of the State Council's notice."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.timezone import localdate

from disclosure.admin.common.pages import admin_page, admin_path
from disclosure.desk.common.calendar import load_calendar, missing_year
from disclosure.desk.office.calendar_corrections import due_dates_moved_by, enter_arrangement
from disclosure.errors import Refused
from disclosure.law.holiday_notice import Arrangement, read
from disclosure.law.workdays import WEEKDAYS

from .calendar_moves import CONFIRMED, by_dates

ARRANGEMENT_URL = "disclosure_daycorrection_arrangement"
YEARS = (2000, 2100)


class ArrangementForm(forms.Form):
    use_required_attribute = False
    year = forms.IntegerField(
        label="年份", min_value=YEARS[0], max_value=YEARS[1], error_messages={"required": "请填写安排的是哪一年。"}
    )
    document = forms.CharField(
        label="依据",
        max_length=200,
        help_text="通知的名称或文号。",
        error_messages={"required": "请填写通知的名称或文号。"},
    )
    text = forms.CharField(
        label="通知的内容",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        help_text="把通知里各节日的放假、调休、上班日期原样粘贴到这里。",
        error_messages={"required": "请粘贴通知的内容。"},
    )


class ArrangementMixin(admin.ModelAdmin):
    """Put before ModelAdmin: 「登记放假安排」."""

    change_list_template = "admin/disclosure/daycorrection/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [admin_path(self, "arrangement/", self.arrangement_view, ARRANGEMENT_URL), *super().get_urls()]

    def arrangement_view(self, request: HttpRequest) -> HttpResponse:
        """Read the notice, show its days and the due dates that move with them; once confirmed, store the days."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ArrangementForm(request.POST or None, label_suffix="", initial=_initial())
        arrangement = read(form.cleaned_data["text"], form.cleaned_data["year"]) if form.is_valid() else None
        if arrangement and arrangement.days and not arrangement.doubts and CONFIRMED in request.POST:
            return self._enter(request, form, arrangement)
        context: dict[str, Any] = {"form": form, "arrangement": arrangement, "confirmed": CONFIRMED}
        if arrangement and arrangement.days:
            lines = by_dates(due_dates_moved_by(arrangement.days), request.user)
            context |= {"lines": lines, "total": sum(line.count for line in lines)}
            context |= {"off": _in_words(arrangement.off), "on": _in_words(arrangement.on)}
        template = "admin/office/arrangement.html"
        return admin_page(self, request, template, "登记放假安排", context)

    def _enter(self, request: HttpRequest, form: ArrangementForm, arrangement: Arrangement) -> HttpResponse:
        try:
            done = enter_arrangement(arrangement.days, document=form.cleaned_data["document"], by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())
        moved = f"，{done.moved} 件未办结申请的截止日期随之变动" if done.moved else ""
        messages.success(request, f"已登记 {len(arrangement.off)} 天放假、{len(arrangement.on)} 天调休上班{moved}。")
        return HttpResponseRedirect(reverse("admin:disclosure_daycorrection_changelist"))


def _initial() -> dict[str, Any]:
    year = missing_year(localdate(), load_calendar()) or localdate().year + 1
    return {"year": year, "document": f"国务院办公厅关于{year}年部分节假日安排的通知"}


def _in_words(days: list[date]) -> list[str]:
    return [f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）" for day in days]
