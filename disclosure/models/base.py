"""What all records share: an authority, constraints with messages, and a declaration of who may see each field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import F, Q


@dataclass(frozen=True)
class Visibility:
    """Who may see which field. `handlers`: only those who handle the record, with a named permission."""

    public: frozenset[str]
    staff: frozenset[str]
    handlers: frozenset[str]

    @classmethod
    def of(cls, *, public: str = "", staff: str = "", handlers: str = "") -> Self:
        """Make from field names separated by blanks."""
        return cls(frozenset(public.split()), frozenset(staff.split()), frozenset(handlers.split()))


class OwnedQuerySet(models.QuerySet):
    """Reads that every record of an authority has."""

    def of(self, authorities: Iterable[int]) -> Self:
        return self.filter(authority_id__in=list(authorities))


def check_choices(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    allowed = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_known",
        condition=Q(**{f"{field}__in": allowed}),
        violation_error_message=f"不认识的取值，请从列出的选项中选择（{'、'.join(map(str, choices.labels))}）。",
    )


def check_order(later: str, earlier: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{later}_order",
        condition=Q(**{f"{later}__isnull": True}) | Q(**{f"{later}__gte": F(earlier)}),
        violation_error_message=message,
    )


def check_both_or_neither(text: str, day: str, message: str) -> models.CheckConstraint:
    """A constraint: the choice `text` (empty: not set) and the date `day` are both set or both not."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{text}_with_{day}",
        condition=Q(**{text: "", f"{day}__isnull": True}) | (~Q(**{text: ""}) & Q(**{f"{day}__isnull": False})),
        violation_error_message=message,
    )


class Record(models.Model):
    """Belongs to an authority, which cannot be deleted while it has records."""

    authority = models.ForeignKey(
        "disclosure.Authority", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+"
    )

    authority_path = "authority"
    visibility: Visibility

    class Meta:
        abstract = True
