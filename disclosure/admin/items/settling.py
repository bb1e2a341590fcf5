"""Settle a finding of the guard from the screen: mask it, keep it with a reason, or decide on a mark of secrecy.

A button names what is to be done and with what, `mask|body|DIGEST`. Beside an open form it belongs to that form, so
that what was typed is saved first; elsewhere it is a form of its own.
"""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest

from disclosure.desk.items import found, marks, privacy
from disclosure.errors import Refused
from disclosure.models import Item, User

NAME = "_settle"
MASK_ALL, MASK, KEEP, NOT_PERSONAL = "mask_all", "mask", "keep", "not_personal"


def settle(request: HttpRequest, item: Item) -> None:
    """Do what the pressed button says, and say what was done. Raises Refused with the reason."""
    act, _, rest = request.POST.get(NAME, "").partition("|")
    about, _, digest = rest.partition("|")
    reason = request.POST.get(f"reason-{digest}", "")
    if act == MASK_ALL:
        _mask_all(request, item)
    elif act == MASK:
        privacy.mask_finding(item=item, field=about, digest=digest, by=request.user)
        messages.success(request, "已遮盖。")
    elif act == KEEP:
        privacy.justify(item=item, kind=about, digest=digest, reason=reason, by=request.user)
        messages.success(request, "已记录保留的理由。")
    elif act == NOT_PERSONAL:
        privacy.justify(item=item, kind=about, digest=digest, reason=found.NOT_PERSONAL, by=request.user)
        messages.success(request, "已记录：不是个人信息。")
    else:
        marks.settle_mark(item=item, digest=digest, decision=act, reason=reason, by=cast("User", request.user))
        messages.success(request, "已记录密级标志的核对结论。")


def settle_or_say(request: HttpRequest, item: Item) -> None:
    try:
        settle(request, item)
    except Refused as error:
        messages.error(request, str(error))


def _mask_all(request: HttpRequest, item: Item) -> None:
    masked = privacy.mask_everything(item=item, by=request.user)
    messages.success(request, f"已遮盖 {masked.places} 处。" if masked.places else "已处理。")
    for name in masked.kept_inside:
        messages.info(request, f"原件「{name}」里也有个人信息，已改为不随正文公开，只留在内部。")
