"""The page of an application as its desk: what comes next, what can be done, who was asked, what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.timezone import localdate

from disclosure.admin.common.personal import may_see
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import visible_audit_entries
from disclosure.desk.applications.approvals import APPROVES
from disclosure.desk.applications.fees import charge_of, table_of
from disclosure.desk.applications.opinions import live
from disclosure.desk.applications.situation import fee_of, situation_of
from disclosure.desk.audit.log import display_name
from disclosure.desk.audit.messages import sentence
from disclosure.errors import Refused
from disclosure.law.applications.fees import Charge, by_items, by_pages
from disclosure.law.applications.handling import Situation, limit_of, short, standing
from disclosure.law.applications.next_step import next_step
from disclosure.law.choices.applications import OpinionAct
from disclosure.law.privacy import mask_name
from disclosure.models import Act, Application, Fee, Opinion, Party, Verb

from .buttons import APPROVE, ASK, ASSIGN, HAND_BACK, OF_LAW, OPINION, REFUSE, ScreenAct
from .forms import ActForm, Desk

HISTORY = 20  # acts shown; the rest is a page of its own
# Enough of each tariff to show every price (收费办法 art. 6, 7).
TARIFFS = {"按件计收": by_items(50), "按量计收": by_pages(201)}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was not accepted, or only asks what it would cost; it is shown as it was typed."""

    key: str
    form: ActForm
    quote: Charge | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An act with its form. `is_open`: unfolded, because its form came back."""

    act: ScreenAct
    form: ActForm
    is_open: bool = False
    quote: Charge | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that is not lawful now, and why."""

    act: ScreenAct
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What waits for the head; without forms for whom it does not wait."""

    opinion: Opinion
    words: str
    approve: Offer | None
    refuse: Offer | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One who was asked. `name` is masked for who does not handle applications."""

    party: Party
    name: str
    limit: Any
    is_over: bool


class Panel:
    """All of it; a number of queries that does not grow with what there is."""

    def __init__(
        self, request: HttpRequest, application: Application, *, may_handle: bool, typed: Typed | None = None
    ) -> None:
        """`may_handle`: whether this person may change the application."""
        self.request, self.application, self.typed = request, application, typed
        self.may_handle = may_handle
        self.may_approve = request.user.has_perm(APPROVES)
        self.sees = may_see(request)
        self.reads = self.sees or self.may_approve  # opinions: for handlers and the head
        self.now: Situation = situation_of(application, localdate(), calendar_of(request))
        self.standing = standing(self.now)
        self.next = next_step(self.now)
        self.desk = Desk(application, self.now, party_name=self.party_name)

    # --- The head of it -----------------------------------------------------------

    @property
    def state(self) -> str:
        """In a word or two, as the mark says it."""
        if not self.now.facts.is_confirmed:
            return "待确认收到"
        if self.application.outcome:
            return "已撤回" if self.now.timeline.standing.name == "WITHDRAWN" else "已办结"
        if self.now.facts.is_unpaid:
            return "等待缴费"
        if self.now.facts.open:
            return "等待意见"
        return self.now.timeline.standing.value

    @property
    def handler(self) -> str:
        """Who handles it."""
        return display_name(self.application.handler) if self.application.handler else ""

    @property
    def outcome(self) -> str:
        """How it ended."""
        return short(self.application.outcome) if self.application.outcome else ""

    # --- Acts ---------------------------------------------------------------------

    def lawful(self) -> list[Offer]:
        """The acts of the law that this person may take now."""
        if not self.may_handle:
            return []
        return [self._offer(one) for one in OF_LAW if self._why_not(one) is None]

    def refused(self) -> list[Refusal]:
        """Those that are not lawful now, each with its reason; none where nothing is, before it is confirmed."""
        if not (self.may_handle and self.now.facts.is_confirmed):
            return []
        return [Refusal(one, why) for one in OF_LAW if (why := self._why_not(one)) is not None]

    def _why_not(self, one: ScreenAct) -> str | None:
        return self.standing[one.act] if one.act else None

    def _offer(self, act: ScreenAct, key: str = "", **given: Any) -> Offer:
        key = key or act.key
        if self.typed and self.typed.key == key:
            return Offer(act, self.typed.form, is_open=True, quote=self.typed.quote)
        return Offer(act, act.form(desk=self.desk, key=key, **given))

    def office(self) -> list[Offer]:
        """What is done inside the office."""
        return [self._offer(one) for one in self._of_office()]

    def _of_office(self) -> Iterator[ScreenAct]:
        is_running = not self.application.outcome
        if self.may_handle and is_running and self.now.facts.is_confirmed:
            yield ASK
        if self.may_handle and is_running:
            yield ASSIGN
            if self.application.section or self.application.handler_id:
                yield HAND_BACK
        if self.may_handle or self.may_approve:
            yield OPINION

    def questions(self) -> list[Question]:
        """What the head is asked and has not answered."""
        return list(self._questions())

    def _questions(self) -> Iterator[Question]:
        pending = [one for one in live(self.application.opinions.all()) if one.act == OpinionAct.ASK]
        words = {one.subject: one.words for one in self.now.facts.pending}
        for one in pending:
            own = one.by_id is not None and one.by_id == self.request.user.pk
            if not self.may_approve or own:
                why = "这是您自己呈批的，请由另一位负责人审批。" if self.may_approve else ""
                yield Question(one, words[one.subject], None, None, why)
                continue
            agree, disagree = (self._offer(act, f"{act.key}_{one.pk}", asked=one) for act in (APPROVE, REFUSE))
            yield Question(one, words[one.subject], agree, disagree)

    # --- What there is ------------------------------------------------------------

    def party_name(self, party: Party) -> str:
        """Masked for who does not handle applications."""
        return party.name if self.sees else mask_name(party.name)

    def parties(self) -> list[PartyLine]:
        """Who was asked, in order."""
        today, known = self.now.today, self.now.calendar
        found = []
        for one in self.application.parties.all():
            limit = limit_of(one.kind, one.asked_on, known)
            found.append(PartyLine(one, self.party_name(one), limit, not one.answer and limit < today))
        return found

    @property
    def fee(self) -> Fee | None:
        """What was charged."""
        return fee_of(self.application)

    @property
    def fee_table(self) -> Charge | None:
        """How the amount of the notice comes about."""
        try:
            return table_of(self.fee) if self.fee else None
        except Refused:  # numbers of a spreadsheet, beyond any bracket worth a line
            return None

    @property
    def tariffs(self) -> dict[str, Charge]:
        """Both tariffs, every price once."""
        return TARIFFS

    def opinions(self) -> list[Opinion]:
        """Every line, the first one first."""
        prefetch_related_objects([self.application], "opinions__to")
        return list(self.application.opinions.all())

    def history(self) -> list[dict[str, Any]]:
        """The last acts in words; looks at personal data stand on the page of all acts."""
        acts = visible_audit_entries(Act.objects.about(self.application), self.request.user)
        last = acts.exclude(verb=Verb.LOOK).order_by("-number")[:HISTORY]
        return [{"act": one, "words": sentence(one, self.now.today)} for one in last]


def quote_of(form: ActForm) -> Charge:
    """What a notice would come to, without giving it. Raises Refused."""
    given = form.cleaned_data
    before = given["before"] if given["before"] is not None else 0
    return charge_of(given["tariff"], given["units"], before)
