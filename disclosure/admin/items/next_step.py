"""The messages after an action on an item: what became of it, where the public reads it, what to do next."""

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
    """Return where the public reads the item at that moment; empty while it does not."""
    is_public = item.state == ItemState.PUBLISHED and not item.is_scheduled(at)
    return site_of(item.authority).address("item", index_number=item.index_number) if is_public else ""


def tell(request: HttpRequest, item: Item, done: str, at: datetime) -> None:
    """Say what was done, with links to the public page and to the next task; empty, say it by the item's state."""
    done = done or DONE[ItemState(item.state)]
    if address := public_address(item, at):
        link = format_html('<a href="{}" target="_blank" rel="noopener">打开公开页面</a>', address)
        messages.success(request, format_html("《{}》{}，公众现在可以看到：{}", item, done, link))
    else:
        messages.success(request, f"《{item}》{done}。")
    tell_next(request, item)


def tell_next(request: HttpRequest, item: Item) -> None:
    """Link to the most urgent of the other items that wait for the person; one query."""
    calendar = calendar_of(request)
    following = in_hand(TaskContext.of(request.user, localdate(), calendar), most=1, besides=item)
    if following:
        other = following[0]
        link = format_html('<a href="{}">{}</a>', reverse("admin:disclosure_item_change", args=(other.pk,)), other)
        left = left_for(other, localdate(), calendar)
        words = format_html("（{}）", shown(left)) if left else ""
        messages.info(request, format_html("下一条等您办理的：{}{}", link, words))
