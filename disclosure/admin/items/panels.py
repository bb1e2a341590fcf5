"""Beside an item's form: its progress, the personal data found in it, what can be done, what was reviewed."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.panels import Panel
from disclosure.desk.accounts.access import may_act
from disclosure.desk.items import found, privacy, reviewing
from disclosure.desk.items.workflow import is_writer
from disclosure.errors import Refused, Unreadable
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState, MarkDecision, ReviewAct
from disclosure.law.reviewing import CLEAR, STATES_IN_ORDER
from disclosure.models import Item, Remark, User

from .buttons import ACTION_URL, BY_KEY, offered_actions
from .next_step import public_address, tell
from .settling import settle_or_say

FINDING_URL = "disclosure_item_finding"
MOST_SHOWN = 200  # findings; a page with a form for each of ten thousand people opens nowhere


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state on the line above an item: passed, the present one, or to come."""

    name: str
    is_done: bool
    is_now: bool


def state_marks(item: Item) -> list[StateMark]:
    """Return the states from draft to published, with where this item stands."""
    state = ItemState(item.state)
    at = STATES_IN_ORDER.index(state) if state in STATES_IN_ORDER else -1
    return [StateMark(str(one.label), place < at, place == at) for place, one in enumerate(STATES_IN_ORDER)]


def state_label(item: Item) -> str:
    """Return the state; 「定时发布」 of what is published for later."""
    return "定时发布" if item.is_scheduled(timezone.now()) else ItemState(item.state).label


def highlighted(html: str, remarks: list[Remark]) -> SafeString:
    """Mark the passages that remarks are about; a passage across elements stays unmarked."""
    for remark in remarks:
        passage = escape(remark.passage)
        if passage and passage in html:
            html = html.replace(passage, f"<mark>{passage}</mark>", 1)
    return mark_safe(html)  # noqa: S308 the body was sanitised when it was stored


class ItemPanel(Panel):
    """What the panels of an item share. Each makes a constant number of queries."""

    def is_written(self, request: HttpRequest, item: Item) -> bool:
        """Return whether the form below is open to this person."""
        return item.is_open and self.model_admin.has_change_permission(request, item)


class ProgressPanel(ItemPanel):
    """办理进度; and the body to be read, where the form is not open."""

    name = "progress"
    template = "admin/items/_progress.html"

    def build(self, request: HttpRequest, record: Item) -> dict[str, Any]:
        remarks = reviewing.open_remarks(record)
        return {
            "item": record,
            "states": state_marks(record),
            "state": state_label(record),
            "remarks": remarks,
            "sent_back": reviewing.last_sent_back(record) if record.state == ItemState.DRAFT else None,
            "body": None if self.is_written(request, record) else highlighted(record.body, remarks),
            "amendment": Item.with_amendments.filter(amends=record).first() if not record.amends_id else None,
            "public_address": public_address(record, timezone.now()),
        }


class PrivacyPanel(ItemPanel):
    """个人信息和密级检查, until the item is published, and where it was published with personal data."""

    name = "privacy"
    template = "admin/items/_privacy.html"

    def build(self, request: HttpRequest, record: Item) -> dict[str, Any] | None:
        if record.state not in BEFORE_PUBLICATION and not record.exposed:
            return None
        findings, unread = _findings(record)
        is_written = self.is_written(request, record)
        return {
            "item": record,
            "findings": findings[:MOST_SHOWN],
            "more_findings": max(len(findings) - MOST_SHOWN, 0),
            "unread": unread,
            "maskable": sum(1 for one in findings if one.is_maskable and not one.is_justified),
            "is_source_exposed": any(one.field == found.ATTACHMENTS and not one.is_justified for one in findings)
            and record.attachments.filter(is_source=True, is_public=True, revision=None).exists(),
            "may_settle": is_written,
            "may_justify": is_written or self._may_justify(request, record),
            "may_decide": self._may_decide(request, record),
            "decisions": MarkDecision.choices,
        }

    @staticmethod
    def _may_justify(request: HttpRequest, item: Item) -> bool:
        """A reason may still be written for a published item, where it went out without the guard."""
        is_exposed = item.state == ItemState.PUBLISHED and item.exposed
        return bool(is_exposed) and request.user.has_perm("disclosure.change_item") and may_act(request.user, item)

    @staticmethod
    def _may_decide(request: HttpRequest, item: Item) -> bool:
        """Whether this person may say that a mark of state secrecy no longer counts."""
        user = cast("User", request.user)
        return user.has_perm(f"disclosure.{CLEAR}") and may_act(user, item) and not is_writer(item, user)

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/finding/", self.finding_view, FINDING_URL)]

    @method_decorator([require_POST, csrf_protect])
    def finding_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Settle a finding where no form is open beside it."""
        settle_or_say(request, self.record(request, pk))
        return self.to_change_page(pk, "#privacy")


def _findings(item: Item) -> tuple[list[found.PrivacyFinding], str]:
    """Return what the guard finds, or why it could not look: the item can be edited all the same."""
    try:
        return privacy.findings(item), ""
    except Unreadable as error:
        return [], str(error)


class ActionsPanel(ItemPanel):
    """可以办理."""

    name = "actions"
    template = "admin/items/_actions.html"

    def build(self, request: HttpRequest, record: Item) -> dict[str, Any] | None:
        """Leave out 提交审核 where the form is open: it submits what it holds, this would submit what was stored."""
        is_written = self.is_written(request, record)
        offered = [
            one for one in offered_actions(request, record) if not (is_written and one.button.step == ReviewAct.SUBMIT)
        ]
        return {"item": record, "offered": offered} if offered else None

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/act/<slug:key>/", self.action_view, ACTION_URL)]

    @method_decorator([require_POST, csrf_protect])
    def action_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Perform the action, and go back to the item or on to its amendment."""
        item, button = self.record(request, pk), BY_KEY.get(key)
        if button is None:
            raise Http404
        form = button.form(request.POST, item=item)
        if not form.is_valid():
            for problem in form.problems():
                messages.error(request, problem)
            return self.to_change_page(pk)
        now = timezone.now()
        try:
            after = button.perform(item, request.user, form, now)
        except Refused as error:
            messages.error(request, str(error))
            return self.to_change_page(pk)
        tell(request, after, button.done, now)
        return self.to_change_page(after.pk)


class ReviewsPanel(Panel):
    """审查记录."""

    name = "reviews"
    template = "admin/items/_reviews.html"

    def build(self, request: HttpRequest, record: Item) -> Any:
        return record.reviews.select_related("by").prefetch_related("remarks")
