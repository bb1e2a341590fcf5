"""归档 on the page of an application: in which packages it is, and a button to pack it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.personal import may_see
from disclosure.desk.accounts.access import may_act
from disclosure.desk.archives.marks import is_archived, is_outdated, marks_of
from disclosure.desk.archives.packing import require_finished
from disclosure.errors import Refused
from disclosure.models import Application, ArchivedFile


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """`why_not`: what is to be done before it can be packed; `is_outdated`: something came after the last package."""

    application: Application
    marks: list[ArchivedFile]
    may_pack: bool
    why_not: str
    is_outdated: bool


class ArchivePanel(Panel):
    """Shown once an application is decided, and wherever it was packed."""

    name = "archive"
    template = "admin/archives/_archive.html"

    def build(self, request: HttpRequest, record: Application) -> ArchiveState | None:
        """At most four queries."""
        marks = list(marks_of(record))
        if record.concluded_on is None and not marks:
            return None
        try:
            require_finished(record)
            why_not = ""
        except Refused as error:
            why_not = str(error)
        may_pack = may_see(request) and may_act(request.user, record) and not why_not
        outdated = bool(marks) and is_outdated(record, marks[0].package.made_at)
        return ArchiveState(record, marks, may_pack, why_not, outdated)


class ArchivedFilter(admin.SimpleListFilter):
    """By whether an application was packed; what is not finished cannot be, and is in neither."""

    title = "归档"
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已归档"), ("no", "待归档")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == "yes":
            return queryset.filter(is_archived())
        if self.value() == "no":
            return queryset.filter(~is_archived(), concluded_on__isnull=False, settled_on__isnull=False)
        return None
