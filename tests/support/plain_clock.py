"""The clock once more, the slow way: every day is looked at by itself, from the receipt on, and nothing is computed.

Shares nothing with `disclosure.law.clock`, so that the two may judge each other. What happens on a day happens after that
day was counted: a question takes the days after it, an answer still takes its own. A delivery that comes to light later
changes what the days before it were, so everything is counted once more with it.
"""

import datetime as dt

from disclosure.law.choices.applications import StepKind as K

LIMITS = {K.THIRD_PARTY_ASKED: 15, K.AGENCY_ASKED: 15}
ANSWERS = {K.THIRD_PARTY_ANSWERED: K.THIRD_PARTY_ASKED, K.AGENCY_ANSWERED: K.AGENCY_ASKED}
DELIVERIES = {K.THIRD_PARTY_DELIVERED: K.THIRD_PARTY_ASKED, K.AGENCY_DELIVERED: K.AGENCY_ASKED}
TO_PAY = 20
ORDER = [
    K.RECEIVED, K.CORRECTION_ASKED, K.CORRECTION_DELIVERED, K.CORRECTED,
    K.REASONS_ASKED, K.REASONS_DELIVERED, K.REASONS_GIVEN, K.EXTENDED,
    K.THIRD_PARTY_ASKED, K.AGENCY_ASKED, K.FEE_NOTICED, K.THIRD_PARTY_DELIVERED, K.AGENCY_DELIVERED, K.FEE_DELIVERED,
    K.THIRD_PARTY_ANSWERED, K.AGENCY_ANSWERED, K.FEE_PAID, K.WITHDRAWN, K.CONCLUDED, K.REPLY_SENT, K.REOPENED,
]  # fmt: skip
MOST_DAYS = 2000


class CountAgain(Exception):
    """A letter asked about on one step was delivered on a later one."""


class PlainClock:
    """`steps`: (kind, day, days or None). Afterwards `due`, and `days`: each day with its sign."""

    def __init__(self, steps, is_working):
        self.steps = sorted(steps, key=lambda one: (one[1], ORDER.index(K(one[0])), one[2] or 0))
        self.is_working = is_working
        self.delivered = {}  # number of the step that asked → the step that delivered it
        self.answered = {}  # number of the step that answered → the step that it was taken to answer, once and for all
        while True:
            try:
                self.run()
            except CountAgain:
                continue
            return

    def run(self):
        """Until nothing is left to happen and the period has ended."""
        self.due, self.length, self.used = None, 20, 0
        self.received = self.is_closed = self.was_asked = False
        self.is_uncorrected = self.is_extended = self.is_delayed = False
        self.notices = []  # of fee: [the day until which it may be paid, or None as long as that is not known]
        self.is_unpaid = False
        self.asked, self.reasons_open, self.reasons_given = [], 0, False
        self.days = []
        if not self.steps:
            return
        day = self.steps[0][1]
        left = list(enumerate(self.steps))
        for _ in range(MOST_DAYS):
            sign = self.count(day)
            while left and left[0][1][1] == day:
                self.number, step = left.pop(0)
                sign = "起" if self.take(*step) else sign
            self.days.append((day, sign))
            if not left and (self.due or self.is_waiting or not self.received):
                break
            day += dt.timedelta(1)

    @property
    def is_waiting(self):
        """Nothing is due from the office."""
        return self.is_uncorrected or self.is_unpaid

    @property
    def open(self):
        """Questions whose days are left out today."""
        return [one for one in self.asked if one["left"] > 0 and not one["answered"]]

    def count(self, day):
        """The sign of a day, counted before anything happens on it."""
        if not self.received:
            return "后"
        working = self.is_working(day)
        is_suspended = bool(self.open)
        if working:
            self.count_down(day)
        if self.is_uncorrected:
            return "补"
        if not working:
            return "休"
        if self.is_unpaid or (is_suspended and not self.due):
            return "停"
        return "后" if self.due else self.count_one(day)

    def count_down(self, day):
        """One working day less for everybody else who has a period."""
        for one in self.open:
            one["left"] -= one["delivered"] is None or day > one["delivered"]
            one["last"] = day
        for one in self.notices:
            one["left"] -= one["delivered"] is not None

    def count_one(self, day):
        """One working day more of the office's own period."""
        self.used += 1
        if self.used == self.length:
            self.due = day
        return str(self.used)

    def take(self, kind, day, days):
        """What a step does; True where a period begins."""
        kind = K(kind)
        if kind == K.REOPENED:
            return self.reopen(20 if days is None else days)
        if self.is_closed or (not self.received and kind != K.RECEIVED):
            return False
        is_over = self.due is not None and self.due < day
        if kind == K.RECEIVED:
            began, self.received = not self.received, True
            return began
        if kind == K.CORRECTION_ASKED and not self.was_asked and not is_over:
            self.was_asked = self.is_uncorrected = True
            self.due = None
        elif kind == K.CORRECTED and self.is_uncorrected:
            self.is_uncorrected = False
            return self.begin_anew()
        elif kind == K.EXTENDED and not is_over and not self.is_waiting:
            self.extend(20 if days is None else days)
        elif kind in (K.FEE_NOTICED, K.FEE_DELIVERED, K.FEE_PAID):
            return self.charge(kind, day, is_over)
        else:
            self.ask(kind, day, is_over)
        return False

    def begin_anew(self):
        """All twenty days, unless the applicant still has to do something else."""
        self.is_extended = False
        if self.is_waiting:
            return False
        self.used, self.length, self.due = 0, 20, None
        return True

    def reopen(self, days):
        """All over again, if it was closed; questions of before are settled."""
        if not self.is_closed or days < 1:
            return False
        self.is_closed = self.is_uncorrected = self.was_asked = self.is_extended = self.is_delayed = False
        self.is_unpaid = False
        for one in self.notices:  # a payment of what was asked before is one, but begins nothing
            one["stops"] = False
        for one in self.asked:
            one["left"] = 0
        self.reasons_open, self.reasons_given = 0, False
        self.used, self.length, self.due = 0, days, None
        return True

    def charge(self, kind, day, is_over):
        """From the notice to the payment nothing is due; a payment in time begins all twenty days."""
        if kind == K.FEE_NOTICED:
            stops = not is_over and not self.is_uncorrected
            self.notices.append({"delivered": None, "left": TO_PAY, "stops": stops})
            if stops:
                self.is_unpaid, self.due = True, None
        elif kind == K.FEE_DELIVERED:
            for one in self.notices:
                if one["delivered"] is None:
                    one["delivered"] = day
                    return False
        elif any(one["delivered"] is None or one["left"] >= 0 for one in self.notices):
            was_unpaid, self.notices, self.is_unpaid = self.is_unpaid, [], False
            return self.begin_anew() if was_unpaid else False
        return False

    def ask(self, kind, day, is_over):
        """Questions, answers and the end."""
        if kind in LIMITS:
            delivered = self.delivered.get(self.number)
            begins = self.steps[delivered][1] if delivered is not None else None
            left = 0 if is_over else LIMITS[kind]
            self.asked.append(
                {"kind": kind, "step": self.number, "left": left, "delivered": begins, "answered": False, "last": None}
            )  # fmt: skip
        elif kind in DELIVERIES:
            self.deliver(kind, is_over)
        elif kind in ANSWERS:
            mine = [one for one in self.asked if one["kind"] == ANSWERS[kind] and not one["answered"]]
            known = [one for one in mine if one["step"] == self.answered.get(self.number)]
            running = [one for one in mine if self.may_answer(one, day)]
            for one in (known or running or mine)[:1]:
                one["answered"] = True
                self.answered[self.number] = one["step"]
        elif kind == K.REASONS_ASKED:
            self.reasons_open += 1
        elif kind == K.REASONS_GIVEN and self.reasons_open:
            self.reasons_open -= 1
            self.reasons_given = True
        elif kind in (K.CONCLUDED, K.WITHDRAWN):
            self.is_closed = True

    def may_answer(self, one, day):
        """Up to the end of its last day, on which it was counted already; over a weekend nothing ends."""
        return one["left"] > 0 or one["last"] == day

    def deliver(self, kind, is_over):
        """The first question of its kind that was neither delivered nor answered."""
        if self.number in self.delivered.values():
            return
        mine = [one for one in self.asked if one["kind"] == DELIVERIES[kind] and not one["answered"]]
        for one in mine:
            if one["step"] not in self.delivered and one["delivered"] is None:
                if is_over:
                    one["delivered"] = dt.date.max  # known, but too late to change anything
                    return
                self.delivered[one["step"]] = self.number
                raise CountAgain

    def extend(self, days):
        """By 20 at most, once; with reasons given once more, by what is reasonable."""
        if self.reasons_given and not self.is_delayed and (self.is_extended or days > 20):
            self.is_delayed = True
        elif self.is_extended:
            return
        else:
            self.is_extended, days = True, min(days, 20)
        self.length += days
        self.due = None  # told on the last day, the period goes on
