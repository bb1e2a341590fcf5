"""After an act on an item: what became of it, where the public reads it, and what waits next."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate

from disclosure.admin.common.time_limits import calendar_of, shown
from disclosure.desk.common.calendar import left_for
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import in_hand
from disclosure.law.choices.items import ItemState
from disclosure.models import Item
from disclosure.portal.common.site import site_of

DONE = {
    ItemState.SECRECY: "已通过部门审核，转保密审查",
    ItemState.APPROVED: "已通过审核和保密审查，可以发布",
    ItemState.PUBLISHED: "已发布",
}


def public_address(item: Item, at: datetime) -> str:
    """Where the public reads the item at that moment; empty while it does not."""
    is_public = item.state == ItemState.PUBLISHED and not item.is_scheduled(at)
    return site_of(item.authority).address("item", index_number=item.index_number) if is_public else ""


def tell(request: HttpRequest, item: Item, done: str, at: datetime) -> None:
    """Say what was done (empty: what its state says), with the way to the public page and to what waits next."""
    done = done or DONE[ItemState(item.state)]
    if address := public_address(item, at):
        link = format_html('<a href="{}" target="_blank" rel="noopener">打开公开页面</a>', address)
        messages.success(request, format_html("《{}》{}，公众现在可以看到：{}", item, done, link))
    else:
        messages.success(request, f"《{item}》{done}。")
    tell_next(request, item)


def tell_next(request: HttpRequest, item: Item) -> None:
    """The most urgent of what else waits for the person, with the way to it; one query."""
    known = calendar_of(request)
    found = in_hand(TaskContext.of(request.user, localdate(), known), most=1, besides=item)
    if found:
        one = found[0]
        link = format_html('<a href="{}">{}</a>', reverse("admin:disclosure_item_change", args=(one.pk,)), one)
        left = left_for(one, localdate(), known)
        words = format_html("（{}）", shown(left)) if left and not one.amends_id else ""
        messages.info(request, format_html("下一条等您办理的：{}{}", link, words))
