"""From steps and a calendar to the timeline: one step after the other, as they happened."""

from collections.abc import Callable, Iterable
from datetime import date

from disclosure.law.choices.applications import StepKind
from disclosure.law.workdays import Calendar

from . import words
from .period import Correction, ReasonsRequest, Wait
from .reasons import (
    LONGEST_EXTENSION,
    NO_REASONS_ASKED,
    NOT_ASKED,
    Reason,
    against_correction,
    against_extension,
    is_delay,
    late_correction,
)
from .state import REPLY, ClockState
from .steps import ANSWERS, DELIVERIES, Step, in_order
from .timeline import Event, Timeline

K = StepKind

# Working days from the delivery of the letter after which silence ends a wait (条例 art. 32, 34; 收费办法 art. 7).
SILENCE = {K.THIRD_PARTY_ASKED: 15, K.AGENCY_ASKED: 15, K.FEE_NOTICED: 20}


def timeline(steps: Iterable[Step], calendar: Calendar) -> Timeline:
    """Return the timeline of these steps, given in any order; never raises on an order that the law forbids.

    A step that is out of order gets a finding, and where it is an act that the law does not give this effect (a
    second request for correction, an extension told too late, an answer without a question) the due date stays.
    """
    clock = Clock(calendar)
    for step in in_order(steps):
        clock.take(step)
    return clock.timeline()


Effect = tuple[str, str]  # rule, and why it is out of order


def _without_effect(reason: Reason) -> Effect:
    return words.NOT_COUNTED, reason.finding


class Clock(ClockState):
    """Replays steps, each with the effect that the law gives it."""

    def take(self, step: Step) -> None:
        """One step further; not earlier than those before."""
        rule, why = self._misplaced(step) or HANDLERS[step.kind](self, step)
        finding = words.finding(step.kind, step.on, why) if why else ""
        used, left = self._measured(step.on)
        self.events.append(Event(step.on, words.LABELS[step.kind], rule, used, left, self.due_on, finding))

    def _misplaced(self, step: Step) -> Effect | None:
        """What stands before the receipt or after the end does nothing."""
        if step.kind == K.REOPENED:
            return None
        follows = {K.WITHDRAWN: (K.CONCLUDED, K.REPLY_SENT), K.CONCLUDED: (K.REPLY_SENT,)}
        if self.closed_by and step.kind not in follows[K(self.closed_by)]:
            return words.NOT_COUNTED, f"在{words.LABELS[self.closed_by]}之后，不影响期限。"
        if self.received_on is None and step.kind != K.RECEIVED:
            return words.NOT_COUNTED, "在收到申请之前，或没有收到的记录，不影响期限。"
        return None

    # --- The steps ------------------------------------------------------------

    def received(self, step: Step) -> Effect:
        """条例 art. 31, 33: the period begins."""
        if self.received_on is not None:
            return words.NOT_COUNTED, f"已有{words.day(self.received_on)}收到的记录，重复的不计。"
        self.received_on = step.on
        self._begin_with(step, REPLY)
        off = "收到的当天是休息日，照样有效。" if not self.calendar.is_working(step.on) else ""
        return words.RULES[K.RECEIVED].format(days=REPLY) + off, ""

    def correction_asked(self, step: Step) -> Effect:
        """条例 art. 30: once, within 7 working days; from then on nothing is due until the correction comes."""
        if reason := against_correction(self, step.on):
            return _without_effect(reason)
        late = late_correction(self, step.on, self.calendar)
        self._stop(step.on)
        self.was_asked = True
        self.corrections.append(Correction(step.on, step.days))
        return words.RULES[K.CORRECTION_ASKED], late.refusal if late else ""

    def corrected(self, step: Step) -> Effect:
        """条例 art. 30: a whole new period begins, which may be extended as the first."""
        if not self.is_uncorrected:
            return _without_effect(NOT_ASKED)
        self.corrections[-1].corrected_on = step.on
        self._begin_anew(step)
        return words.RULES[K.CORRECTED].format(days=REPLY), ""

    def asked(self, step: Step) -> Effect:
        """条例 art. 32 to 34: the period stands still until the answer, or until silence is one."""
        kind = K(step.kind)
        is_over = self._is_over(step.on)
        self.waits.append(Wait(step.kind, step.on, self.calendar.add(step.on, SILENCE[kind]), counts=not is_over))
        rule = words.RULES[kind].format(limit=words.day(self.waits[-1].limit)) + words.UNSERVED
        if is_over:
            return rule, f"{self._overdue(step.on)}，不再影响期限。"
        self._count_again()
        return rule, ""

    def fee_noticed(self, step: Step) -> Effect:
        """收费办法 art. 7: within the period; from then on nothing is due until the payment comes."""
        limit = self.calendar.add(step.on, SILENCE[K.FEE_NOTICED])
        counts = not self._is_over(step.on) and not self.is_uncorrected
        self.waits.append(Wait(step.kind, step.on, limit, counts=counts))
        rule = words.RULES[K.FEE_NOTICED].format(limit=words.day(limit)) + words.UNSERVED
        if self.is_uncorrected:
            return words.NOT_COUNTED, "应在答复期限内告知，这时正在等待补正，不影响期限。"
        if not counts:
            return words.NOT_COUNTED, f"{self._overdue(step.on)}，应在答复期限内告知，这时才通知不影响期限。"
        if self.period is not None:
            self._stop(step.on)
        return rule, ""

    def delivered(self, step: Step) -> Effect:
        """条例 art. 32, 34, 收费办法 art. 7: the period of whoever got the letter runs from that day."""
        kind = DELIVERIES[K(step.kind)]
        if kind == K.CORRECTION_ASKED:
            return self._correction_delivered(step)
        if kind == K.REASONS_ASKED:
            return self._request_delivered(step)
        wait = next((one for one in self.waits if one.kind == kind and one.may_be_delivered), None)
        if wait is None:
            return words.NOT_COUNTED, "没有与它对应的、尚未送达的询问或通知，不影响期限。"
        wait.delivered_on = step.on
        is_over, limit = self._is_over(step.on), self.calendar.add(step.on, SILENCE[kind])
        if not is_over:
            wait.limit = limit
            self._count_again()
        rule = words.DELIVERED[kind].format(limit=words.day(limit))
        return rule, f"{self._overdue(step.on)}，不再影响期限。" if is_over and wait.counts else ""

    def _correction_delivered(self, step: Step) -> Effect:
        if not self.is_uncorrected or self.corrections[-1].delivered_on:
            return words.NOT_COUNTED, "没有与它对应的、尚未送达的补正告知，不影响期限。"
        correction = self.corrections[-1]
        correction.delivered_on = step.on
        limit = correction.limit(self.calendar)
        if limit is None:
            return words.DELIVERED_WITHOUT_PERIOD, ""
        return words.DELIVERED[K.CORRECTION_ASKED].format(days=correction.days, limit=words.day(limit)), ""

    def _request_delivered(self, step: Step) -> Effect:
        request = next((one for one in self.requests if one.given_on is None and one.delivered_on is None), None)
        if request is None:
            return words.NOT_COUNTED, "没有与它对应的、尚未送达的说明理由告知，不影响期限。"
        request.delivered_on = step.on
        limit = request.limit(self.calendar)
        if limit is None:
            return words.REASONS_WITHOUT_PERIOD, ""
        return words.DELIVERED[K.REASONS_ASKED].format(days=request.days, limit=words.day(limit)), ""

    def answered(self, step: Step) -> Effect:
        """Answer the first question of its kind that is open."""
        unanswered = [one for one in self.waits if one.kind == ANSWERS[K(step.kind)] and not one.is_answered]
        running = [one for one in unanswered if one.limit >= step.on]
        if running:
            running[0].answered_on = step.on
            if not self._is_over(step.on):
                self._count_again()
            waits_still = any(one.until > step.on for one in self.waits if one.kind != K.FEE_NOTICED)
            return words.ANSWERED[K(step.kind)] if not waits_still else words.STILL_WAITING, ""
        if not unanswered:
            return words.NOT_COUNTED, "没有与它对应的、尚未答复的询问或通知，不影响期限。"
        unanswered[0].settled_on = step.on
        return words.ANSWERED_LATE.format(limit=words.day(unanswered[0].limit)), ""

    def paid(self, step: Step) -> Effect:
        """收费办法 art. 7: every notice is settled, and a whole new period begins.

        The applicant's 20 days run from the day on which the notice came; where that is not recorded, nobody can say
        that they were over.
        """
        unpaid = [one for one in self.waits if one.kind == K.FEE_NOTICED and not one.is_answered]
        if not unpaid:
            return words.NOT_COUNTED, "没有与它对应的、尚未缴费的通知，不影响期限。"
        in_time = [one for one in unpaid if one.delivered_on is None or one.limit >= step.on]
        if not in_time:
            limit = words.day(max(one.limit for one in unpaid))
            return words.NOT_COUNTED, f"缴费期限 {limit} 已过，申请视为放弃，不影响期限。"
        was_stopped = self.is_unpaid
        for one in unpaid:
            one.answered_on = step.on
        if not was_stopped:
            return words.NOT_COUNTED, ""
        self._begin_anew(step)
        return words.RULES[K.FEE_PAID].format(days=REPLY), ""

    def extended(self, step: Step) -> Effect:
        """条例 art. 33: once, 20 working days at most, told before the period ends; art. 35: a reasonable delay."""
        days = LONGEST_EXTENSION if step.days is None else step.days
        if reason := against_extension(self, step.on, days):
            return _without_effect(reason)
        if days < 1:
            return words.NOT_COUNTED, "延长的天数不是正数，不影响期限。"
        if is_delay(self, days):
            self.is_delayed = True
            self._count_again(days)
            return words.DELAYED.format(days=days), ""
        self.is_extended = True
        counted = min(days, LONGEST_EXTENSION)
        self._count_again(counted)
        over = f"延长 {days} 个工作日超过最长的 {LONGEST_EXTENSION} 个工作日，只计 {counted} 个（条例第三十三条）。"
        return words.RULES[K.EXTENDED].format(days=counted), over if days > counted else ""

    def reasons_asked(self, step: Step) -> Effect:
        """条例 art. 35: the law does not stop the period for it."""
        self.requests.append(ReasonsRequest(step.on, step.days))
        return words.RULES[K.REASONS_ASKED], ""

    def reasons_given(self, step: Step) -> Effect:
        """条例 art. 35: from now on a reasonable delay may be told."""
        request = next((one for one in self.requests if one.given_on is None), None)
        if request is None:
            return _without_effect(NO_REASONS_ASKED)
        request.given_on = step.on
        return words.RULES[K.REASONS_GIVEN], ""

    def closed(self, step: Step) -> Effect:
        """Decided, or withdrawn; the due date stays the one that applied, and judges when the reply goes out."""
        was_withdrawn, is_withdrawn = self.closed_by == K.WITHDRAWN, step.kind == K.WITHDRAWN
        if was_withdrawn:
            return words.CLOSED_AFTER_WITHDRAWAL, ""
        self.closed_by, self.closed_on = step.kind, step.on
        if is_withdrawn:
            return words.RULES[K.WITHDRAWN], ""
        if self.is_uncorrected or self.is_unpaid:
            self.is_abandoned = True
            return words.CLOSED_UNCORRECTED if self.is_uncorrected else words.CLOSED_UNPAID, ""
        if step.is_sent:
            self.sent_on = step.on
        return words.RULES[K.CONCLUDED], self._late(step.on, "办结")

    def sent(self, step: Step) -> Effect:
        """条例 art. 33: the day on which the reply went out is the one that counts."""
        if self.closed_by == K.WITHDRAWN:
            return words.CLOSED_AFTER_WITHDRAWAL, ""
        if not self.closed_by:
            return words.NOT_COUNTED, "还没有作出答复（办结），不影响期限。"
        if self.sent_on is not None:
            return words.NOT_COUNTED, f"答复已于 {words.day(self.sent_on)} 发出，重复的不计。"
        self.sent_on = step.on
        return words.RULES[K.REPLY_SENT], self._late(step.on, "发出")

    def _late(self, on: date, what: str) -> str:
        if not self._is_over(on):
            return ""
        over = self.calendar.between(self.due_on or on, on)
        how_late = f"逾期 {over} 个工作日" if over else "逾期"
        return f"{self._overdue(on)}，{how_late}{what}（条例第三十三条）。"

    def reopened(self, step: Step) -> Effect:
        """复议法 art. 64, 诉讼法 art. 70: ordered to reply anew; a period of its own if one was set."""
        if not self.closed_by or self.received_on is None:
            return words.NOT_COUNTED, "还没有办结，不需要重新办理，不影响期限。"
        days = REPLY if step.days is None else step.days
        if days < 1:
            return words.NOT_COUNTED, "重新办理的天数不是正数，不影响期限。"
        self.reopenings.append((self.closed_on or step.on, step.on))
        if self.is_uncorrected:
            self.corrections[-1].corrected_on = step.on
        for one in self.waits:  # what was asked before is asked anew if it has to be
            one.limit = min(one.limit, step.on)
            if not one.is_answered:
                one.settled_on = step.on
        self.closed_on, self.closed_by, self.sent_on, self.requests = None, "", None, []
        self.is_abandoned = False
        self.was_asked = self.is_extended = self.is_delayed = False
        self._begin_with(step, days)
        return words.RULES[K.REOPENED].format(days=days), ""


HANDLERS: dict[str, Callable[[Clock, Step], Effect]] = {
    K.RECEIVED: Clock.received,
    K.CORRECTION_ASKED: Clock.correction_asked,
    K.CORRECTED: Clock.corrected,
    K.EXTENDED: Clock.extended,
    K.REASONS_ASKED: Clock.reasons_asked,
    K.REASONS_GIVEN: Clock.reasons_given,
    K.THIRD_PARTY_ASKED: Clock.asked,
    K.AGENCY_ASKED: Clock.asked,
    K.FEE_NOTICED: Clock.fee_noticed,
    K.THIRD_PARTY_ANSWERED: Clock.answered,
    K.AGENCY_ANSWERED: Clock.answered,
    K.FEE_PAID: Clock.paid,
    **dict.fromkeys(DELIVERIES, Clock.delivered),
    K.CONCLUDED: Clock.closed,
    K.WITHDRAWN: Clock.closed,
    K.REPLY_SENT: Clock.sent,
    K.REOPENED: Clock.reopened,
}
