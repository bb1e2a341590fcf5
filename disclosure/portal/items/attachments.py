"""Serve uploaded files: attachments of published items and pictures of their bodies, nothing else."""

from datetime import datetime
from pathlib import PurePath

from django.db.models import TextField
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from disclosure.desk.accounts.access import narrowed
from disclosure.models import Attachment, Item, ItemRevision, Picture
from disclosure.portal.common.pages import conditional_response, public
from disclosure.portal.common.site import Missing, Site

from .views import gone_or_missing

# Whatever else a file claims to be, a browser only saves it: uploaded markup never runs in the site's origin.
# Known by name here: what a machine knows of kinds of files differs.
SHOWN_AS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
SAVED_AS = SHOWN_AS | {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".zip": "application/zip",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
_BYTES = "application/octet-stream"
_NOTHING_RUNS = "default-src 'none'; sandbox"


@public
def attachment(request: HttpRequest, site: Site, file: str) -> HttpResponse:
    """Serve the cleaned copy of a public attachment while its item is published."""
    rows = Attachment.objects.filter(public_file=f"attachments/{file}", is_public=True).select_related("item")
    found = rows.filter(item__authority=site.authority).first()
    if found is None:
        raise Missing("没有这个附件。")
    at = now()
    if not Item.objects.published(at).filter(pk=found.item_id).exists():
        return gone_or_missing(request, site, found.item.index_number, at)
    return conditional_response(request, f'"{file}"', lambda: _download(found.public_file, found.name))


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """Serve a picture to everybody if a published item shows or showed it, else to staff who may read its item."""
    found = get_object_or_404(Picture, token=token)
    if _is_public(found, now()):
        response = conditional_response(request, f'"{token}"', lambda: _inline_picture(found.file))
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response
    may_read = request.user.has_perm("disclosure.view_item") or request.user.has_perm("disclosure.change_item")
    if not may_read or not narrowed(Picture.objects.filter(pk=found.pk), request.user).exists():
        raise Missing("没有这张图片。")
    response = _inline_picture(found.file)
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _is_public(found: Picture, at: datetime) -> bool:
    """Whether the item's body or an earlier version contains it; a picture that was only uploaded is not public."""
    if not Item.objects.published(at).filter(pk=found.item_id).exists():
        return False
    if Item.objects.filter(pk=found.item_id, body__contains=found.token).exists():
        return True
    earlier = ItemRevision.objects.annotate(kept=Cast("content", TextField()))
    return earlier.filter(item=found.item_id, kept__contains=found.token).exists()


def _inline_picture(file: FieldFile) -> HttpResponse:
    """Serve the picture inline if browsers run nothing in its type, else as a download."""
    kind = SHOWN_AS.get(PurePath(str(file.name)).suffix.lower())
    return _file_response(file, "", kind) if kind else _download(file, PurePath(str(file.name)).name)


def _download(file: FieldFile, name: str) -> HttpResponse:
    return _file_response(file, name, SAVED_AS.get(PurePath(name).suffix.lower(), _BYTES))


def _file_response(file: FieldFile, name: str, kind: str) -> HttpResponse:
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Missing("这个文件暂时不在服务器上，请与公开工作机构联系。") from error
    response = FileResponse(content, as_attachment=bool(name), filename=name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return response  # type: ignore[return-value]  # streamed, and otherwise the same
