"""What the clock finds wrong with a step is what stands against the act before it is done, on every day."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.law.applications.handling import Action, Facts, Situation, may_be_extended, why_not
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import Standing, Step, timeline
from disclosure.law.workdays import Calendar
from tests.unit.disclosure.law.clock.test_properties import EXTENT, sequences

CALENDAR = Calendar()
RECEIVED = Step("received", dt.date(2026, 3, 2))
ASKED, EXTENDED = StepKind.CORRECTION_ASKED, StepKind.EXTENDED


def against(kind, situation):
    """Why the act that writes this step is not lawful."""
    if kind == ASKED:
        return why_not(Action.ASK_CORRECTION, situation)
    return may_be_extended(situation)


@settings(max_examples=400)
@given(sequences(), st.integers(0, 60), st.sampled_from((ASKED, EXTENDED)))
def test_act_is_refused_exactly_where_its_step_would_be_found_wrong(steps, later, kind):
    before = timeline(steps, CALENDAR)
    if before.standing != Standing.RUNNING:  # other rules stand against every act
        return
    today = max(step.on for step in steps) + dt.timedelta(1 + later % EXTENT)
    event = timeline([*steps, Step(kind, today)], CALENDAR).events[-1]

    refusal = against(kind, Situation(before, Facts(), today, CALENDAR))

    assert bool(refusal) == bool(event.finding), (refusal, event.finding)
    assert refusal.removesuffix("。").partition("（条例")[0] in event.finding


@pytest.mark.parametrize("on, is_late", [("2026-03-13", False), ("2026-03-14", True), ("2026-03-16", True)])
def test_seven_working_days_are_over_at_the_end_of_the_seventh(on, is_late):
    """Received on 2026-03-04, a Wednesday; the 7th working day is Friday the 13th, the day after it a Saturday."""
    day = dt.date.fromisoformat(on)
    steps = [Step("received", dt.date(2026, 3, 4))]
    asked = timeline([*steps, Step(ASKED, day)], CALENDAR)

    assert bool(asked.findings) == is_late
    assert bool(against(ASKED, Situation(timeline(steps, CALENDAR), Facts(), day, CALENDAR))) == is_late


def test_after_a_short_period_of_a_reopened_application_no_correction_is_asked_for():
    steps = [
        RECEIVED,
        Step("concluded", dt.date(2026, 3, 4)),
        Step("reopened", dt.date(2026, 3, 5), 2),
    ]
    day = dt.date(2026, 3, 10)  # within the 7 working days, after the 2 that a court set

    said = against(ASKED, Situation(timeline(steps, CALENDAR), Facts(), day, CALENDAR))

    assert said == "2026年3月9日已经到期，到期以后告知的补正无效（条例第三十条）。"
