"""By what a list may be narrowed in its address: fields that all staff may see, compared in ways that cost little.

What is for handlers alone stands in no address, not even for them: `?applicant_hash__startswith=` would tell it letter
by letter, and addresses are kept in logs and histories. They search by a form (`disclosure.admin.common.search`).
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BinaryField, Field, JSONField, ManyToManyField, Model
from django.db.models.constants import LOOKUP_SEP

COMPARISONS = frozenset({"exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"})
# What may be named of models without a `visibility`, besides their key.
OTHERS: dict[type, set[str]] = {Group: {"name"}}
LONGEST = 500  # characters of a value
_BEYOND_NUMBERS = re.compile(r"\d{19}")  # no database holds them


def may_look_up(model: type[Model], lookup: str) -> bool:
    """Whether an address may narrow a list of the model by `lookup`, as by `item__authority__in`."""
    parts = lookup.split(LOOKUP_SEP)
    path = list(fields_of(model, parts))
    return bool(path) and all(is_visible(*one) for one in path) and COMPARISONS.issuperset(parts[len(path) :])


def is_fit(value: str) -> bool:
    """Whether a database can be asked for this value of an address at all."""
    return "\0" not in value and len(value) <= LONGEST and not _BEYOND_NUMBERS.search(value)


def fields_of(model: type[Model], parts: list[str]) -> Iterator[tuple[type[Model], Any]]:
    """The fields that a look-up goes through, each with its model."""
    for part in parts:
        meta = model._meta
        try:
            field = meta.pk if part == "pk" else meta.get_field(part)
        except FieldDoesNotExist:
            return
        yield model, field
        related = getattr(field, "related_model", None)
        if not isinstance(related, type):
            return
        model = related


def is_visible(model: type[Model], field: Any) -> bool:
    """Whether all staff who may see a record of the model may look for it by this field."""
    if not isinstance(field, Field) or isinstance(field, BinaryField | JSONField):  # from elsewhere; whole contents
        return False
    visibility = getattr(model, "visibility", None)
    if visibility is None:
        return field.primary_key or field.name in OTHERS.get(model, set())
    return isinstance(field, ManyToManyField) or field.name in visibility.public | visibility.staff
