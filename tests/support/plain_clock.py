"""The clock once more, the slow way: every day is looked at by itself, from the receipt on, and nothing is computed.

Shares nothing with `disclosure.law.clock`, so that the two may judge each other. What happens on a day happens after that
day was counted: a question takes the days after it, an answer still takes its own.
"""

import datetime as dt

from disclosure.law.choices.applications import StepKind as K

LIMITS = {K.THIRD_PARTY_ASKED: 15, K.AGENCY_ASKED: 15, K.FEE_NOTICED: 20}
ANSWERS = {K.THIRD_PARTY_ANSWERED: K.THIRD_PARTY_ASKED, K.AGENCY_ANSWERED: K.AGENCY_ASKED, K.FEE_PAID: K.FEE_NOTICED}
ORDER = [
    K.RECEIVED, K.CORRECTION_ASKED, K.CORRECTED, K.REASONS_ASKED, K.REASONS_GIVEN, K.EXTENDED, K.THIRD_PARTY_ASKED,
    K.AGENCY_ASKED, K.FEE_NOTICED, K.THIRD_PARTY_ANSWERED, K.AGENCY_ANSWERED, K.FEE_PAID, K.WITHDRAWN, K.CONCLUDED,
    K.REOPENED,
]  # fmt: skip
MOST_DAYS = 2000


class PlainClock:
    """`steps`: (kind, day, days or None). Afterwards `due`, and `days`: each day with its sign."""

    def __init__(self, steps, is_working):
        self.steps = sorted(steps, key=lambda one: (one[1], ORDER.index(K(one[0])), one[2] or 0))
        self.is_working = is_working
        self.due, self.length, self.used = None, 20, 0
        self.received = self.is_closed = self.is_waiting = self.was_asked = False
        self.is_extended = self.is_delayed = False
        self.open, self.reasons_open, self.reasons_given = [], 0, False
        self.days = []
        self.run()

    def run(self):
        """Until nothing is left to happen and the period has ended."""
        if not self.steps:
            return
        day = self.steps[0][1]
        left = list(self.steps)
        for _ in range(MOST_DAYS):
            sign = self.count(day)
            while left and left[0][1] == day:
                began = self.take(*left.pop(0))
                sign = "起" if began else sign
            self.days.append((day, sign))
            if not left and (self.due or self.is_waiting or not self.received):
                break
            day += dt.timedelta(1)
        # A due date found before a later step moved it is no due date.

    def count(self, day):
        """The sign of a day, counted before anything happens on it."""
        if not self.received:
            return "后"
        working = self.is_working(day)
        suspended = bool(self.open)
        if working:
            for one in self.open:
                one[1] -= 1
            self.open = [one for one in self.open if one[1] > 0]
        if self.is_waiting:
            return "补"
        if not working:
            return "休"
        if self.due:
            return "后"
        if suspended:
            return "停"
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
            self.was_asked = self.is_waiting = True
            self.due = None
        elif kind == K.CORRECTED and self.is_waiting:
            self.is_waiting = self.is_extended = False
            self.used, self.length, self.due = 0, 20, None
            return True
        elif kind == K.EXTENDED and not is_over and not self.is_waiting:
            self.extend(20 if days is None else days)
        else:
            self.ask(kind)
        return False

    def reopen(self, days):
        """All over again, if it was closed; questions of before are settled."""
        if not self.is_closed or days < 1:
            return False
        self.is_closed = self.is_waiting = self.was_asked = self.is_extended = self.is_delayed = False
        self.open, self.reasons_open, self.reasons_given = [], 0, False
        self.used, self.length, self.due = 0, days, None
        return True

    def ask(self, kind):
        """Questions, answers and the end."""
        if kind in LIMITS:
            self.open.append([kind, LIMITS[kind]])
        elif kind in ANSWERS:
            self.answer(kind)
        elif kind == K.REASONS_ASKED:
            self.reasons_open += 1
        elif kind == K.REASONS_GIVEN and self.reasons_open:
            self.reasons_open -= 1
            self.reasons_given = True
        elif kind in (K.CONCLUDED, K.WITHDRAWN):
            self.is_closed = True

    def answer(self, kind):
        """One answer ends the oldest question of its kind; a payment every notice."""
        mine = [one for one in self.open if one[0] == ANSWERS[kind]]
        for one in mine if kind == K.FEE_PAID else mine[:1]:
            self.open.remove(one)

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
