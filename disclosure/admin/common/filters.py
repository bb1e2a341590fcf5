"""Filters of lists whose choices cost the same however many records there are."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from disclosure.desk.accounts.access import readable


def years_of(model: Any, field: str, user: Any) -> list[int]:
    """Return the years from the last to the first `field` of what the person may read, without a scan."""
    dated = model.objects.filter(authority=OuterRef("pk"), **{f"{field}__isnull": False}).order_by(field)
    ends = (
        readable(user)
        .annotate(first=Subquery(dated.values(field)[:1]), last=Subquery(dated.reverse().values(field)[:1]))
        .aggregate(start=Min("first"), end=Max("last"))
    )
    return list(range(ends["end"].year, ends["start"].year - 1, -1)) if ends["start"] else []


def year_of(field: str, title: str) -> type[admin.SimpleListFilter]:
    """Make a filter by the calendar year of a date, newest first, with a title such as 收到年份."""

    class YearFilter(admin.SimpleListFilter):
        parameter_name = f"{field}_in"

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
            return [(str(year), f"{year}年") for year in years_of(model_admin.model, field, request.user)]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
            year = self.value()
            if year is None:
                return None
            try:
                return queryset.filter(**{f"{field}__year": int(year)})
            except (ValueError, OverflowError) as error:
                raise IncorrectLookupParameters(error) from error

    YearFilter.title = title
    return YearFilter


def state_of(field: str, open_label: str, closed_label: str) -> type[admin.SimpleListFilter]:
    """Make a filter by whether a date is set."""

    class StateFilter(admin.SimpleListFilter):
        title = "状态"
        parameter_name = "state"

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
            return [("open", open_label), ("closed", closed_label)]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
            if self.value() is None:
                return None
            return queryset.filter(**{f"{field}__isnull": self.value() == "open"})

    return StateFilter
