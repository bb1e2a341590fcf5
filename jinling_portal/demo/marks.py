"""Which records the demonstration brought: marked while it is loaded, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model

from disclosure.models import (
    Application,
    Authority,
    Case,
    Decision,
    DemoRecord,
    FeeReceipt,
    Item,
    Matter,
    Procurement,
)
from reports.models import AnnualReport

# In the order in which they can be deleted: who refers to others goes first. Their parts go with them.
KINDS: tuple[type[Model], ...] = (
    AnnualReport,
    Case,
    Application,
    Decision,
    Matter,
    FeeReceipt,
    Procurement,
    Item,
)


@contextmanager
def marking(authority: Authority) -> Iterator[None]:
    """Mark what the block adds to an authority."""
    before = {kind: keys_of(kind, authority) for kind in KINDS}
    yield
    DemoRecord.objects.bulk_create(
        DemoRecord(kind=kind._meta.label_lower, key=key)
        for kind in KINDS
        for key in sorted(keys_of(kind, authority) - before[kind])
    )


def keys_of(kind: type[Model], authority: Authority) -> set[int]:
    return set(kind._default_manager.filter(authority=authority).values_list("pk", flat=True))


def marked(kind: type[Model]) -> set[int]:
    return set(DemoRecord.objects.filter(kind=kind._meta.label_lower).values_list("key", flat=True))
