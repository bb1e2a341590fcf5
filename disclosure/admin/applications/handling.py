"""What the panel 办理 shows: the next step, the actions that can be taken, who was asked and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure.admin.common.actions import ActionForm
from disclosure.admin.common.personal import may_see
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import visible_audit_entries
from disclosure.desk.applications.approvals import APPROVES
from disclosure.desk.applications.fees import charge_of, table_of
from disclosure.desk.applications.opinions import live
from disclosure.desk.applications.situation import asked_of, fee_of, situation_of
from disclosure.desk.applications.telling import untold
from disclosure.desk.audit.log import display_name
from disclosure.desk.audit.messages import sentence
from disclosure.errors import Refused
from disclosure.law.applications.fees import Charge, by_items, by_pages
from disclosure.law.applications.handling import Situation, may_be_charged, may_be_reopened, short, standing
from disclosure.law.applications.next_step import next_step
from disclosure.law.choices.applications import OpinionAct
from disclosure.law.clock import Standing
from disclosure.models import Act, Application, Fee, Opinion, Party, Step, Verb

from .buttons import (
    ADD_EVIDENCE,
    APPROVE,
    ASK,
    ASK_FEE,
    ASK_LATE_ENTRY,
    ASK_RECTIFICATION,
    ASK_REOPENING,
    ASSIGN,
    HAND_BACK,
    OF_LAW,
    OPINION,
    REFUSE,
    ApplicationButton,
)
from .decision_guide import GUIDE_URL
from .forms import FormContext

HISTORY = 20  # audit entries shown; the rest is a page of its own
# Enough of each tariff to show every price (收费办法 art. 6, 7).
TARIFFS = {"按件计收": by_items(50), "按量计收": by_pages(201)}


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A form that was not accepted, or only asks for a quote; it is shown as it was filled in."""

    key: str
    form: ActionForm
    quote: Charge | None = None


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """A button with its form. `is_open`: unfolded, because its form came back."""

    button: ApplicationButton
    form: ActionForm
    is_open: bool = False
    quote: Charge | None = None


@dataclass(frozen=True, slots=True)
class UnlawfulAction:
    """An action that is not lawful now, and why."""

    button: ApplicationButton
    why: str


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """A request that waits for the head of the office; without forms for anybody else."""

    opinion: Opinion
    words: str
    approve: OfferedAction | None
    refuse: OfferedAction | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class AskedParty:
    """A third party or agency that was asked. `name` is masked for those who do not handle applications."""

    party: Party
    name: str
    limit: date
    is_over: bool


class Handling:
    """The content of the panel, for the template; a number of queries that does not grow with the record."""

    def __init__(
        self, request: HttpRequest, application: Application, *, may_handle: bool, returned: ReturnedForm | None = None
    ) -> None:
        """`may_handle`: whether this person may change the application; `returned`: the form to show again."""
        self.request, self.application, self.returned = request, application, returned
        self.may_handle = may_handle
        self.may_approve = request.user.has_perm(APPROVES)
        self.sees = may_see(request)
        self.reads = self.sees or self.may_approve  # opinions: for handlers and the head
        self.situation: Situation = situation_of(application, localdate(), calendar_of(request))
        self.standing = standing(self.situation)
        self.next = next_step(self.situation)
        self.context = FormContext(application, self.situation, sees_names=self.sees)

    # --- State --------------------------------------------------------------------

    @property
    def state(self) -> str:
        """Return the one or two words of the mark."""
        if not self.situation.facts.is_confirmed:
            return "待确认收到"
        if self.application.outcome:
            if self.situation.progress.is_unsent:
                return "待发出"
            return "已撤回" if self.situation.timeline.standing == Standing.WITHDRAWN else "已办结"
        if self.situation.facts.is_unpaid:
            return "等待缴费"
        if self.situation.facts.open:
            return "等待意见"
        return self.situation.timeline.standing.value

    @property
    def handler(self) -> str:
        return display_name(self.application.handler) if self.application.handler else ""

    @property
    def outcome(self) -> str:
        return short(self.application.outcome) if self.application.outcome else ""

    # --- Actions ---------------------------------------------------------------------

    @property
    def guide_address(self) -> str:
        """Return the address of the guided decision; empty where nothing can be decided now."""
        is_open = self.application.is_confirmed and not self.application.outcome
        is_offered = is_open and self.may_handle
        return reverse(f"admin:{GUIDE_URL}", args=(self.application.pk,)) if is_offered else ""

    def lawful(self) -> list[OfferedAction]:
        """Return the actions of the law that this person may take now."""
        if not self.may_handle:
            return []
        return [self._offer(button) for button in OF_LAW if self._why_not(button) is None]

    def refused(self) -> list[UnlawfulAction]:
        """Return those that are not lawful now, each with its reason; none before the receipt is confirmed."""
        if not (self.may_handle and self.situation.facts.is_confirmed):
            return []
        return [UnlawfulAction(button, why) for button in OF_LAW if (why := self._why_not(button)) is not None]

    def _why_not(self, button: ApplicationButton) -> str | None:
        return self.standing[button.action] if button.action else None

    def _offer(self, button: ApplicationButton, key: str = "", **given: Any) -> OfferedAction:
        key = key or button.key
        if self.returned and self.returned.key == key:
            return OfferedAction(button, self.returned.form, is_open=True, quote=self.returned.quote)
        return OfferedAction(button, button.form(context=self.context, key=key, **given))

    def office(self) -> list[OfferedAction]:
        """Return the actions inside the office."""
        return [self._offer(button) for button in self._of_office()]

    def _of_office(self) -> Iterator[ApplicationButton]:
        is_running = not self.application.outcome
        if self.may_handle and is_running and self.situation.facts.is_confirmed:
            yield ASK
            if not may_be_charged(self.situation):
                yield ASK_FEE
        if self.may_handle and self.situation.progress.is_owed and self.situation.facts.is_confirmed:
            yield ASK_LATE_ENTRY
        if self.may_handle and self.application.is_handled_here and self.situation.facts.is_confirmed:
            yield ASK_RECTIFICATION
        if self.may_handle and not self.situation.progress.is_unsent and not may_be_reopened(self.situation):
            yield ASK_REOPENING
        if self.may_handle and self.untold:
            yield ADD_EVIDENCE
        if self.may_handle and is_running:
            yield ASSIGN
            if self.application.section or self.application.handler_id:
                yield HAND_BACK
        if self.may_handle or self.may_approve:
            yield OPINION

    @cached_property
    def untold(self) -> list[Step]:
        """Return the steps that tell somebody something, with neither a sent letter nor a file; one query."""
        return list(untold(self.application.steps.all())) if self.application.is_handled_here else []

    def questions(self) -> list[ApprovalRequest]:
        """Return the requests that the head has not answered."""
        return list(self._questions())

    def _questions(self) -> Iterator[ApprovalRequest]:
        pending = [opinion for opinion in live(self.application.opinions.all()) if opinion.act == OpinionAct.ASK]
        words = {approval.subject: approval.words for approval in self.situation.facts.pending}
        for opinion in pending:
            is_own = opinion.by_id is not None and opinion.by_id == self.request.user.pk
            if not self.may_approve or is_own:
                why = "这是您自己呈批的，请由另一位负责人审批。" if self.may_approve else ""
                yield ApprovalRequest(opinion, words[opinion.subject], None, None, why)
                continue
            approve, refuse = (
                self._offer(button, f"{button.key}_{opinion.pk}", asked=opinion) for button in (APPROVE, REFUSE)
            )
            yield ApprovalRequest(opinion, words[opinion.subject], approve, refuse)

    # --- The record ---------------------------------------------------------------

    def parties(self) -> list[AskedParty]:
        """Return the parties that were asked, in order."""
        asked = []
        for party in self.application.parties.all():
            question = asked_of(party, self.situation.timeline, self.situation.calendar)
            is_over = not party.answer and question.is_silent(self.situation.today)
            asked.append(AskedParty(party, self.context.party_name(party), question.limit, is_over=is_over))
        return asked

    @property
    def fee(self) -> Fee | None:
        return fee_of(self.application)

    @property
    def fee_table(self) -> Charge | None:
        """Return how the amount of the notice comes about."""
        try:
            return table_of(self.fee) if self.fee else None
        except Refused:  # numbers of a spreadsheet, beyond any bracket worth a line
            return None

    @property
    def tariffs(self) -> dict[str, Charge]:
        return TARIFFS

    def opinions(self) -> list[Opinion]:
        """Return all opinions, the first one first."""
        prefetch_related_objects([self.application], "opinions__to")
        return list(self.application.opinions.all())

    def history(self) -> list[dict[str, Any]]:
        """Return the last audit entries in words, without looks at personal data."""
        entries = visible_audit_entries(Act.objects.about(self.application), self.request.user)
        last = entries.exclude(verb=Verb.LOOK).order_by("-number")[:HISTORY]
        return [{"act": entry, "words": sentence(entry, self.situation.today)} for entry in last]


def quote_of(form: ActionForm) -> Charge:
    """Return what a notice would come to, without giving it. Raises Refused."""
    given = form.cleaned_data
    before = given["before"] if given["before"] is not None else 0
    return charge_of(given["tariff"], given["units"], before)
