"""The marks that packing leaves: which applications are in which package, and whether that still holds all."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from disclosure.models import Application, ArchivedFile


def is_archived() -> Exists:
    """That an application is in a package."""
    return Exists(ArchivedFile.objects.filter(application=OuterRef("pk")))


def marks_of(application: Application) -> QuerySet[ArchivedFile]:
    """Every package the application is in, the last first."""
    return application.archived.select_related("package").order_by("-package__made_at", "-pk")


def last_marks(keys: Iterable[int]) -> dict[int, ArchivedFile]:
    """The last package of each of these applications; one query."""
    rows = ArchivedFile.objects.filter(application__in=list(keys)).select_related("package")
    return {one.application_id: one for one in rows.order_by("package__made_at", "pk")}


def is_outdated(application: Application, packed_at: datetime) -> bool:
    """Whether letters, papers or steps came after it was packed; three queries."""
    return (
        application.settled_on is None
        or application.letters.filter(made_at__gt=packed_at).exists()
        or application.papers.filter(added_at__gt=packed_at).exists()
        or application.steps.filter(on__gt=localdate(packed_at)).exists()
    )
