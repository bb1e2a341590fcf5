"""Serve an item as DOCX or PDF."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import PurePath
from urllib.parse import quote

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now

from disclosure.law.choices.items import Validity
from disclosure.models import Item, ItemRevision, Picture
from disclosure.models.richtext import PICTURE_ADDRESS, images
from disclosure.portal.common.pages import conditional_response, public
from disclosure.portal.common.site import Link, Missing, Site
from disclosure.rendering import sheet as sheets
from disclosure.rendering.printed_picture import MEDIA_TYPES, MOST_PIXELS, PrintedPicture

from .parts import FILE_KINDS, attachments, metadata
from .versions import item_at_version
from .views import VERSIONS, gone_or_missing, published_item

_KEPT = 60 * 60  # seconds that a rendered file stays in memory
_MAKERS = {"docx": sheets.docx, "pdf": sheets.pdf}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@public
def item_file(request: HttpRequest, site: Site, index_number: str, format: str) -> HttpResponse:  # noqa: A002 as in the address
    return _file(request, site, index_number, format)


@public
def item_version_file(request: HttpRequest, site: Site, index_number: str, number: int, format: str) -> HttpResponse:  # noqa: A002 as in the address
    """Serve an earlier version as DOCX or PDF; an index number that ends like one takes precedence, as on the page."""
    whole = f"{index_number}/{VERSIONS}/{number}"
    if published_item(site, whole, now()):
        return _file(request, site, whole, format)
    return _file(request, site, index_number, format, number)


def _file(request: HttpRequest, site: Site, index_number: str, form: str, number: int = 0) -> HttpResponse:
    at = now()
    item = published_item(site, index_number, at)
    if item is None:
        return gone_or_missing(request, site, index_number, at)
    revision = item.revisions.filter(number=number).first() if number else None
    page = Link("在线阅读", site.address("item", index_number=index_number))
    if form not in FILE_KINDS:
        raise Missing("公开信息只提供文字文档（DOCX）和版式文件（PDF）。", page)
    if number and revision is None:
        raise Missing(f"这条信息没有第{number}版。", page)
    url = request.build_absolute_uri(page.address)
    sheet = printed_sheet(site, item, revision, url, at)
    tag = blake2b(repr(sheet).encode("utf-8", "replace"), digest_size=12).hexdigest()
    return conditional_response(request, f'"{tag}-{form}"', lambda: _response(sheet, form, tag))


def printed_sheet(site: Site, item: Item, revision: ItemRevision | None, url: str, at: datetime) -> sheets.Sheet:
    """Describe an item, or a version of it, for printing."""
    today = localdate(at)
    shown = item_at_version(item, revision) if revision else item
    validity = shown.validity_on(today)
    marks = ["旧版本"] * bool(revision) + [str(validity.label)] * (validity != Validity.IN_FORCE)
    files = attachments(site, item, revision)
    return sheets.Sheet(
        title=shown.title,
        author=shown.publisher or item.authority.name,
        subject=item.category.name,
        keywords=tuple(shown.keywords.split()),
        day=shown.published_on or shown.formed_on,
        rows=tuple(metadata(shown, today)),
        html=shown.body,
        mark="·".join(marks),
        pictures=tuple(_pictures(item, shown.body)),
        notes=(*(f"附件：{file['name']}" for file in files), f"来源：{url}"),
    )


def _pictures(item: Item, body: str) -> Iterator[PrintedPicture]:
    """Yield the pictures that a body shows; those too large to be unpacked are printed as their alternative texts."""
    addresses = [image.get("src", "") for image in images(body)]
    found = [match for address in addresses if (match := PICTURE_ADDRESS.fullmatch(address))]
    if not found:
        return
    for picture in Picture.objects.filter(item=item, token__in={match["token"] for match in found}):
        media_type = MEDIA_TYPES.get(PurePath(str(picture.file.name)).suffix.lower())
        width, height = picture.width or 0, picture.height or 0
        is_there = default_storage.exists(str(picture.file.name))
        if media_type and is_there and 0 < width * height <= MOST_PIXELS:
            yield PrintedPicture(
                address=f"/pictures/{picture.token}/",
                media_type=media_type,
                alternative=picture.alternative,
                width=width,
                height=height,
                read=partial(_content, picture),
            )


def _content(picture: Picture) -> bytes:
    with picture.file.open("rb") as file:
        return bytes(file.read())


def _response(sheet: sheets.Sheet, form: str, tag: str) -> HttpResponse:
    content = cache.get_or_set(f"item:{tag}:{form}", lambda: _MAKERS[form](sheet), _KEPT)
    response = HttpResponse(content, content_type=_TYPES[form])
    name = "".join(letter for letter in sheet.title if letter.isprintable() and letter not in r'\/:*?"<>|')[:80]
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"document.{form}\"; filename*=UTF-8''{quote(f'{name}.{form}', safe='')}"
    )
    return response
