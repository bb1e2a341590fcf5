"""Field-by-field changes of a record as text; for personal fields only the fact that they changed."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import models

from disclosure.models.act import Changes
from disclosure.models.encryption import EncryptedTextField, KeyedHashField
from disclosure.models.richtext import RichTextField, same_text

LONGEST = 20_000  # characters; longer texts are cut and get a checksum
BEGINNING = 500
HIDDEN: list[str | None] = [None, None]
NAMED = {"auth.group": {"name"}}  # models of other packages whose values may be logged
OWNERS = {"item", "report"}  # of a part: named in the entry as what it is about
DERIVED = {
    *("last_login", "date_joined", "version", "changed_at", "changed_by", "due_on", "provisional", "settled_on"),
    *("submission", "code_hash", "is_handled_here", "entered_on", "decided_at"),
}


def differences(before: models.Model, after: models.Model) -> Changes:
    changed = (field for field in _logged_fields(after) if _is_changed(field, before, after))
    return {field.name: _pair(field, before, after) for field in changed}


def _is_changed(field: Any, before: models.Model, after: models.Model) -> bool:
    """Of a rich text what it says counts, not how an editor spells its markup."""
    old, new = _stored_value(field, before), _stored_value(field, after)
    return old != new and not (isinstance(field, RichTextField) and same_text(old, new))


def creation_changes(record: models.Model) -> Changes:
    return {
        field.name: _pair(field, None, record)
        for field in _logged_fields(record)
        if _stored_value(field, record) not in _EMPTY
    }


def deletion_changes(record: models.Model) -> Changes:
    return {
        field.name: _pair(field, record, None)
        for field in _logged_fields(record)
        if _stored_value(field, record) not in _EMPTY
    }


def changes_from_values(record: models.Model, before: dict[str, Any]) -> Changes:
    changes: Changes = {}
    for name, old in before.items():
        field = record._meta.get_field(name)
        changes[name] = HIDDEN if is_hidden(field) else [as_text(old), as_text(getattr(record, name))]
    return changes


def is_hidden(field: Any) -> bool:
    """Whether a field's values are kept out of the log: personal fields, and any whose visibility is not declared."""
    if isinstance(field, EncryptedTextField):
        return True
    visibility = getattr(field.model, "visibility", None)
    if visibility is None:
        return field.name not in NAMED.get(field.model._meta.label_lower, ())
    return field.name not in visibility.public | visibility.staff


def parts_deleted_with(record: models.Model) -> Iterator[models.Model]:
    for relation in record._meta.related_objects:
        part = relation.related_model
        if relation.on_delete is models.CASCADE and hasattr(part, "visibility"):
            yield from part._base_manager.filter(**{relation.field.name: record})


_EMPTY: tuple[Any, ...] = (None, "")


def _logged_fields(record: models.Model) -> Iterator[Any]:
    part_of = "" if hasattr(record, "authority_id") else "application"  # a case refers to one, a step is part of one
    for field in record._meta.concrete_fields:
        is_own = field.primary_key or field.name in OWNERS or field.name == part_of
        if not (is_own or isinstance(field, KeyedHashField) or field.name in DERIVED):
            yield field


def _stored_value(field: Any, record: models.Model) -> Any:
    value = getattr(record, field.attname)
    return str(value) if isinstance(field, models.FileField) else field.to_python(value)


def _pair(field: Any, before: models.Model | None, after: models.Model | None) -> list[str | None]:
    if is_hidden(field):
        return HIDDEN
    return ["" if version is None else as_text(_value(field, version)) for version in (before, after)]


def _value(field: Any, record: models.Model) -> Any:
    """Choices of a part by their label: it is logged under the record it belongs to, where nobody could look it up."""
    value = getattr(record, field.name)
    return dict(field.flatchoices).get(value, value) if not hasattr(record, "authority_id") else value


def as_text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value).replace("\0", "")
    if len(text) <= LONGEST:
        return text
    return f"{text[:BEGINNING]}……（共{len(text)}字，SHA-256 {sha256(text.encode()).hexdigest()}）"
