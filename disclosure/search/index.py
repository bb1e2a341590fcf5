"""Keep the index up to date with the items, in the transaction that changes them.

Signals report each save and deletion of items and attachments, cascades included (`connect_signals`). Whatever bypasses
`save()`, such as bulk inserts and updates, must call `reindex` afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete

from disclosure.models import Attachment, Item, SearchDocument

from .contents import ATTACHMENT_FIELDS, FIELDS, body_text, head_text, indexed_lines
from .storage import TABLE, Replacement, search_index

AT_ONCE = 200  # items in memory, with the texts of their attachments


def reindex(items: Iterable[int], *, using: str = "default") -> None:
    """Update the index for these items (primary keys) as they are stored, batch by batch.

    One that is not there, or is an amendment to another, leaves the index. Call it after the last change, in the same
    transaction.
    """
    keys = iter(items)
    while batch := sorted(set(islice(keys, AT_ONCE))):
        with transaction.atomic(using=using):
            _Batch(batch, using).store()


def remove(items: Collection[int], *, using: str = "default") -> None:
    """Take items out of the index; deletions through Django do this by themselves."""
    with transaction.atomic(using=using):
        _Batch(list(items), using).take_out()


def rebuild(*, using: str = "default") -> Iterator[int]:
    """Rebuild the whole index in one transaction; yields the number of items done, batch by batch."""
    with transaction.atomic(using=using):
        search_index(connections[using]).clear()
        documents = SearchDocument.objects.using(using)
        documents._raw_delete(using)  # noqa: SLF001 the index is empty already
        keys = Item.objects.using(using).order_by("pk").values_list("pk", flat=True)
        done = last = 0
        while batch := list(keys.filter(pk__gt=last)[:AT_ONCE]):
            _Batch(batch, using).store()
            last, done = batch[-1], done + len(batch)
            yield done
    if done:
        optimise(using=using)


def optimise(*, using: str = "default") -> None:
    """Tidy the index after many items were added; searches stay slow until then."""
    search_index(connections[using]).optimise()


class _Batch:
    """Some items, read and written with as many statements as one item needs."""

    def __init__(self, keys: list[int], using: str) -> None:
        self.keys, self.using = keys, using

    def store(self) -> None:
        self._replace(self._wanted())

    def take_out(self) -> None:
        self._replace({})

    def _replace(self, new: dict[int, tuple[str, str]]) -> None:
        """Write documents and index together: deleting what the index does not hold would corrupt it."""
        old = self._stored()
        changed = {pk: new.get(pk) for pk in {*new, *old} if new.get(pk) != old.get(pk)}
        if not changed:
            return
        documents = SearchDocument.objects.using(self.using)
        documents.bulk_create(
            [SearchDocument(item_id=pk, head=pair[0], text=pair[1]) for pk, pair in changed.items() if pair],
            update_conflicts=True,
            unique_fields=["item"],
            update_fields=["head", "text"],
        )
        if gone := [pk for pk, pair in changed.items() if pair is None]:
            documents.filter(item__in=gone)._raw_delete(self.using)  # noqa: SLF001 their index rows go below
        search_index(connections[self.using]).replace(
            [Replacement(pk, _lines(old.get(pk)), _lines(pair)) for pk, pair in sorted(changed.items())]
        )

    def _wanted(self) -> dict[int, tuple[str, str]]:
        """Return head and text of each item. Locks the items, so the later of two writers sees both changes."""
        rows = Item.objects.using(self.using).filter(pk__in=self.keys).order_by("pk").only(*FIELDS)
        items = list(rows.select_for_update(no_key=True))
        attachments = defaultdict(list)
        given = Attachment.objects.using(self.using).filter(item__in=self.keys, is_public=True, revision=None)
        for one in given.only(*ATTACHMENT_FIELDS):
            attachments[one.item_id].append(one)
        return {item.pk: (head_text(item), body_text(item, attachments[item.pk])) for item in items}

    def _stored(self) -> dict[int, tuple[str, str]]:
        rows = SearchDocument.objects.using(self.using).filter(item__in=self.keys)
        return {pk: (head, text) for pk, head, text in rows.values_list("pk", "head", "text")}


def _lines(pair: tuple[str, str] | None) -> Any:
    return indexed_lines(*pair) if pair else None


# --- Noticing changes -------------------------------------------------------


def connect_signals(app: AppConfig) -> None:
    """Update the index at each save and deletion of items and attachments, and after migrations."""
    post_save.connect(_item_saved, sender=Item, dispatch_uid="search.item")
    post_save.connect(_attachment_changed, sender=Attachment, dispatch_uid="search.attachment")
    post_delete.connect(_attachment_deleted, sender=Attachment, dispatch_uid="search.attachment-gone")
    pre_delete.connect(_document_deleted, sender=SearchDocument, dispatch_uid="search.document-gone")
    post_migrate.connect(_rebuild_if_empty, sender=app, dispatch_uid="search.caught-up")


def _item_saved(instance: Item, using: str, *, raw: bool = False, **_: Any) -> None:
    if not raw and instance.amends_id is None:
        reindex([instance.pk], using=using)


def _attachment_changed(instance: Attachment, using: str, *, raw: bool = False, **_: Any) -> None:
    if not raw:
        reindex([instance.item_id], using=using)


def _attachment_deleted(instance: Attachment, using: str, origin: Any = None, **_: Any) -> None:
    """Ignore attachments that are deleted with their item."""
    if getattr(origin, "model", type(origin)) is Attachment:
        reindex([instance.item_id], using=using)


def _document_deleted(instance: SearchDocument, using: str, **_: Any) -> None:
    """Take the item out of the index before its document is deleted, mostly by a cascade from the item."""
    _Batch([instance.pk], using).take_out()


def _rebuild_if_empty(using: str, **_: Any) -> None:
    """A database that was emptied (`flush`) has an empty index; one that had items before it had an index gets theirs.

    One on its way back to an earlier structure may have no index at all.
    """
    tables = connections[using].introspection.table_names()
    if {TABLE, SearchDocument._meta.db_table} <= set(tables) and not SearchDocument.objects.using(using).exists():
        for _done in rebuild(using=using):
            pass
