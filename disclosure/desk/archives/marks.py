"""The marks that packing leaves: which applications are in which package, and whether that still holds all."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from disclosure.models import Act, Application, ArchivedFile, Verb

# Entries that leave what is in the package as it is.
LOOKS = (Verb.LOOK, Verb.SEARCH, Verb.EXPORT, Verb.PACK)


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
    """Whether anything was done about it after it was packed, as the audit log tells; one query."""
    if application.settled_on is None:
        return True
    return Act.objects.about(application).filter(at__gt=packed_at).exclude(verb__in=LOOKS).exists()
