"""Beside an item's form: where it is on its way, what was remarked and found, what can be done, what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.desk.accounts.access import may_act
from disclosure.desk.items import privacy, reviewing
from disclosure.errors import Refused, Unreadable
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState, Method, ReviewAct
from disclosure.law.reviewing import STATES_IN_ORDER
from disclosure.models import Item, Remark

from .actions import BY_KEY, offered
from .next_step import public_address, tell

ACT, FINDING = "disclosure_item_act", "disclosure_item_finding"
MOST_SHOWN = 200  # findings; a page with a form for each of ten thousand people opens nowhere


@dataclass(frozen=True, slots=True)
class Station:
    """A state on the line above an item: passed, the present one, or to come."""

    name: str
    is_done: bool
    is_now: bool


def way(item: Item) -> list[Station]:
    """The line from draft to published, with where this item stands."""
    state = ItemState(item.state)
    at = STATES_IN_ORDER.index(state) if state in STATES_IN_ORDER else -1
    return [Station(str(one.label), place < at, place == at) for place, one in enumerate(STATES_IN_ORDER)]


def marked(html: str, remarks: list[Remark]) -> SafeString:
    """The body with the passages that remarks are about; a passage across elements stays unmarked."""
    for remark in remarks:
        passage = escape(remark.passage)
        if passage and passage in html:
            html = html.replace(passage, f"<mark>{passage}</mark>", 1)
    return mark_safe(html)  # noqa: S308 the body was sanitised when it was stored


def _findings(item: Item) -> tuple[list[privacy.PrivacyFinding], str]:
    """Return what the guard finds, or why it could not look: the item can be edited all the same."""
    try:
        return privacy.findings(item), ""
    except Unreadable as error:
        return [], str(error)


class PanelMixin(ModelAdmin):
    """The panel beside an item, and the addresses that its buttons post to."""

    change_form_template = "admin/disclosure/item/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def screen(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=name)

        return [
            screen("<int:pk>/act/<slug:key>/", self.act_view, ACT),
            screen("<int:pk>/finding/", self.finding_view, FINDING),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form with its panel; what the desk refuses while it is saved is said, and nothing is stored."""
        item = self.get_object(request, object_id) if object_id else None
        panel = {"panel": self.panel(request, item)} if item else {}
        try:
            return super().changeform_view(request, object_id, form_url, {**panel, **(extra_context or {})})
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def panel(self, request: HttpRequest, item: Item) -> dict[str, Any]:
        """For the template; a constant number of queries."""
        remarks = reviewing.open_remarks(item)
        is_written = item.is_open and self.has_change_permission(request, item)
        # Where the form is open it submits what it holds; the panel would submit what was stored before.
        acts = [one for one in offered(request, item) if not (is_written and one.act.step == ReviewAct.SUBMIT)]
        is_guarded = item.state in BEFORE_PUBLICATION or bool(item.exposed)
        findings, unread = _findings(item) if is_guarded else ([], "")
        return {
            "item": item,
            "way": way(item),
            "state": self.state_label(item),
            "remarks": remarks,
            "sent_back": reviewing.last_sent_back(item) if item.state == ItemState.DRAFT else None,
            "findings": findings[:MOST_SHOWN],
            "more_findings": max(len(findings) - MOST_SHOWN, 0),
            "unread": unread,
            "is_guarded": is_guarded,
            "maskable": sum(1 for one in findings if one.is_maskable and not one.is_justified),
            "is_source_exposed": any(one.field == privacy.ATTACHMENTS and not one.is_justified for one in findings)
            and item.attachments.filter(is_source=True, is_public=True, revision=None).exists(),
            "may_settle": is_written,
            "may_justify": is_written or self._may_justify(request, item),
            "acts": acts,
            "body": None if is_written else marked(item.body, remarks),
            "reviews": item.reviews.select_related("by").prefetch_related("remarks"),
            "amendment": Item.with_amendments.filter(amends=item).first() if not item.amends_id else None,
            "method": Method(item.method).label,
            "public_address": public_address(item, timezone.now()),
        }

    def _may_justify(self, request: HttpRequest, item: Item) -> bool:
        """Of a published item a reason may still be written, where it went out without the guard."""
        is_exposed = item.state == ItemState.PUBLISHED and item.exposed
        return bool(is_exposed) and request.user.has_perm("disclosure.change_item") and may_act(request.user, item)

    @staticmethod
    def state_label(item: Item) -> str:
        """「定时发布」 of what is published for later, else the state."""
        return "定时发布" if item.is_scheduled(timezone.now()) else ItemState(item.state).label

    @method_decorator([require_POST, csrf_protect])
    def act_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Take a step, and go back to the item (or on to its amendment) with a word on what happened."""
        item = self._item(request, pk)
        act = BY_KEY.get(key)
        if act is None:
            raise Http404
        form = act.form(request.POST, item=item)
        if not form.is_valid():
            for problem in _problems(form):
                messages.error(request, problem)
            return self._back(item)
        now = timezone.now()
        try:
            after = act.perform(item, request.user, now, form)
        except Refused as error:
            messages.error(request, str(error))
            return self._back(item)
        tell(request, after, act.done, now)
        return self._back(after)

    @method_decorator([require_POST, csrf_protect])
    def finding_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mask a finding of the privacy guard, or keep it with a reason."""
        item = self._item(request, pk)
        given = request.POST
        try:
            if "mask_all" in given:
                done = privacy.mask_everything(item=item, by=request.user)
                messages.success(request, f"已遮盖 {done.places} 处。" if done.places else "已处理。")
                for name in done.kept_inside:
                    messages.info(request, f"原件「{name}」里也有个人信息，已改为不随正文公开，只留在内部。")
            elif "mask" in given:
                privacy.mask_finding(
                    item=item, field=given.get("field", ""), digest=given.get("digest", ""), by=request.user
                )
                messages.success(request, "已遮盖。")
            else:
                privacy.justify(
                    item=item,
                    kind=given.get("kind", ""),
                    digest=given.get("digest", ""),
                    reason=given.get("reason", ""),
                    by=request.user,
                )
                messages.success(request, "已记录保留的理由。")
        except Refused as error:
            messages.error(request, str(error))
        return self._back(item, "#privacy")

    def _item(self, request: HttpRequest, pk: int) -> Item:
        item = self.get_object(request, str(pk))
        if item is None:
            raise Http404
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        return item

    @staticmethod
    def _back(item: Item, place: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:disclosure_item_change", args=(item.pk,)) + place)


def _problems(form: Any) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield from (f"{label}：{error}" if label else str(error) for error in errors)
