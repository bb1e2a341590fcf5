"""What surrounds the body of an item: metadata, attachments, files, versions, neighbours."""

import re
from datetime import date, datetime, time
from pathlib import PurePath

from django.db.models import Q, QuerySet
from django.utils.timezone import get_default_timezone

from disclosure.law.choices.items import Validity
from disclosure.models import Attachment, Item, ItemRevision
from disclosure.portal.common.site import Link, Site

from .versions import Version, version_list

_PICTURE = re.compile(r'<img[^>]*\ssrc="(/pictures/[^"]+)"')
FILE_KINDS = {"docx": "文字文档", "pdf": "版式文件"}


def metadata(item: Item, today: date) -> list[tuple[str, str]]:
    """List the fields that every document shows (平台规范), in their order; a dash for empty ones."""
    validity = f"{item.validity_on(today).label}{validity_day(item, today)}"
    pairs = (
        ("索引号", item.index_number),
        ("主题分类", item.subject),
        ("体裁", item.genre),
        ("发布机构", item.publisher or item.authority.name),
        ("成文日期", _day(item.formed_on)),
        ("发文字号", item.document_number),
        ("标题", item.title),
        ("发布日期", _day(item.published_on) if item.published_on else ""),
        ("有效性", validity),
        ("公开方式", item.get_method_display()),
        ("主题词", item.keywords),
    )
    return [(label, value or "—") for label, value in pairs]


def validity_day(item: Item, today: date) -> str:
    """Say since when an item is not in force, in brackets; empty for one in force or without that day."""
    if item.repealed_on is None or item.validity_on(today) == Validity.IN_FORCE:
        return ""
    return f"（{_day(item.repealed_on)}）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def attachments(site: Site, item: Item, revision: ItemRevision | None = None) -> list[dict[str, str]]:
    """List the public files of an item, or of a version of it; one query."""
    return [
        {
            "name": one.name,
            "address": site.address("attachment", file=stored_name(one)),
            "kind": kind_of(one) or "文件",
            "size": size_text(size_of(one)),
            "pages": f"{one.pages}页" if one.pages else "",
        }
        for one in public_files(item, revision)
    ]


def public_files(item: Item, revision: ItemRevision | None = None) -> QuerySet[Attachment]:
    """Return the attachments of an item, or of a version of it, that have a cleaned copy."""
    files = Attachment.objects.filter(item=item, revision=revision, is_public=True).exclude(public_file="")
    return files.only("name", "public_file", "size", "pages", "sha256")


def kind_of(attachment: Attachment) -> str:
    """Return the ending of its name in capitals, such as PDF; empty without one."""
    return PurePath(attachment.name).suffix.lstrip(".").upper()


def size_text(size: int) -> str:
    """Format bytes as 180KB or 2.4MB."""
    return f"{size / 2**20:.1f}MB" if size >= 2**20 else f"{max(1, round(size / 2**10))}KB"


def size_of(attachment: Attachment) -> int:
    """Return the bytes of the public file, or those of the original where it is missing."""
    try:
        return int(attachment.public_file.size)
    except OSError:
        return int(attachment.size)


def stored_name(attachment: Attachment) -> str:
    """Return the random name by which an address asks for the file."""
    return PurePath(str(attachment.public_file.name)).name


def downloads(site: Site, item: Item, revision: ItemRevision | None) -> tuple[Link, ...]:
    """Link the whole item as files."""
    name, given = "item-file", {"index_number": item.index_number}
    arguments: dict[str, object] = dict(given)
    if revision:
        name, arguments = "item-version-file", {**given, "number": revision.number}
    return tuple(
        Link(f"{kind}（{form.upper()}）", site.address(name, format=form, **arguments))
        for form, kind in FILE_KINDS.items()
    )


def versions(site: Site, item: Item, shown: ItemRevision | None) -> list[Version]:
    """List all versions of an amended item, newest first; empty for others. One query."""
    return version_list(site, item, list(item.revisions.order_by("-number").defer("content")), shown)


def published_at(item: Item) -> datetime:
    """Return the scheduled hour of publication, else the beginning of its day."""
    day = item.published_on or item.formed_on
    return item.publish_at or datetime.combine(day, time(), get_default_timezone())


def first_picture(html: str) -> str:
    """Return the address of the first picture of a body, or an empty text."""
    found = _PICTURE.search(html)
    return found[1] if found else ""


def neighbours(site: Site, item: Item, at: datetime) -> dict[str, Link | None]:
    """Return the next older and newer item of the column; two queries along an index."""
    others = Item.objects.published(at).filter(category=item.category_id).only("title", "index_number")
    day, key = item.published_on, item.pk
    # The last condition says nothing new, but where in the index to begin.
    older = others.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=key), published_on__lte=day)
    newer = others.filter(Q(published_on__gt=day) | Q(published_on=day, pk__gt=key), published_on__gte=day)
    older, newer = older.order_by("-published_on", "-pk"), newer.order_by("published_on", "pk")
    return {"newer": _link(site, newer.first()), "older": _link(site, older.first())}


def _link(site: Site, item: Item | None) -> Link | None:
    return Link(item.title, site.address("item", index_number=item.index_number)) if item else None
