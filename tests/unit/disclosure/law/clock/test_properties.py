"""What holds for every sequence of steps, however unlawful, and against the clock that counts day by day."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.law.choices.applications import StepKind as K
from disclosure.law.clock import DELIVERIES, Step, in_order, strip, timeline
from disclosure.law.workdays import Calendar
from tests.support.plain_clock import PlainClock

KNOWN = Calendar()
FIRST = dt.date(2019, 1, 1)
STARTS = st.integers(0, 2700).map(lambda n: FIRST + dt.timedelta(n))
EXTENT = 150
OTHERS = [kind for kind in K if kind != K.RECEIVED]


@st.composite
def sequences(draw, kinds=tuple(K), most=9):
    """Any steps on any days of some months, in any order; most begin with a receipt."""
    start = draw(STARTS)
    steps = draw(
        st.lists(
            st.builds(
                Step,
                st.sampled_from(kinds),
                st.integers(0, EXTENT).map(lambda n: start + dt.timedelta(n)),
                st.none() | st.integers(1, 40),
            ),
            max_size=most,
        )
    )
    return draw(st.permutations([*steps, *([Step(K.RECEIVED, start)] if draw(st.integers(0, 9)) else [])]))


def plain(steps):
    return PlainClock([(one.kind, one.on, one.days) for one in steps], KNOWN.is_working)


@settings(max_examples=400)
@given(sequences())
def test_due_date_is_that_of_counting_day_by_day(steps):
    assert timeline(steps, KNOWN).due_on == plain(steps).due


@given(sequences())
def test_every_event_is_as_if_nothing_came_after(steps):
    whole = timeline(steps, KNOWN)
    ordered = in_order(steps)

    for n in range(len(whole.events) + 1):
        some = timeline(ordered[:n], KNOWN)
        assert some.events == whole.events[:n]
    if whole.events:
        assert whole.events[-1].due_on == whole.due_on


@given(sequences(), st.randoms())
def test_order_of_input_is_irrelevant(steps, random):
    other = list(steps)
    random.shuffle(other)

    assert timeline(other, KNOWN) == timeline(steps, KNOWN)


@given(sequences())
def test_never_due_on_a_day_off(steps):
    line = timeline(steps, KNOWN)

    assert all(KNOWN.is_working(event.due_on) for event in line.events if event.due_on)


@given(sequences())
def test_each_step_is_an_event_and_each_finding_a_sentence(steps):
    line = timeline(steps, KNOWN)

    assert len(line.events) == len(steps)
    assert all(found.endswith("。") for found in line.findings)
    assert all(event.rule for event in line.events)


# Nothing that starts a new period, and no delivery, which might be taken for that of another letter.
ENDURING = tuple(
    kind for kind in K if kind not in (K.CORRECTION_ASKED, K.CORRECTED, K.FEE_NOTICED, K.FEE_PAID, *DELIVERIES)
)


@given(
    sequences(ENDURING),
    st.sampled_from([(K.THIRD_PARTY_ASKED, K.THIRD_PARTY_ANSWERED), (K.AGENCY_ASKED, K.AGENCY_ANSWERED)]),
    st.integers(0, EXTENT),
    st.none() | st.integers(0, 30),
)
def test_more_suspension_never_brings_the_date_nearer(steps, kinds, after, length):
    if not steps:
        return
    asked = min(one.on for one in steps) + dt.timedelta(after)
    more = [Step(kinds[0], asked), *([] if length is None else [Step(kinds[1], asked + dt.timedelta(length))])]
    before, now = timeline(steps, KNOWN).due_on, timeline([*steps, *more], KNOWN).due_on

    assert (before is None) == (now is None)
    assert before is None or now >= before


@given(sequences(tuple(kind for kind in K if kind != K.REOPENED)))  # a court may set fewer days
def test_used_and_left_make_up_the_period(steps):
    """20, and what was added to it; what is left is negative only after the due date."""
    for event in timeline(steps, KNOWN).events:
        if event.days_left is not None:
            assert event.days_used + event.days_left >= 20
        else:
            assert event.due_on is None


@given(sequences())
def test_strip_numbers_the_days_up_to_the_due_date(steps):
    line = timeline(steps, KNOWN)
    shown = strip(line, KNOWN)
    due = [one for one in shown if one.is_due]

    if line.due_on and (line.due_on - line.events[0].on).days < 390:
        assert [one.number for one in due] == [line.period.length]
