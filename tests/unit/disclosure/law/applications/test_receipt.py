"""The date of receipt by channel (条例 art. 31)."""

from datetime import date

import pytest

from disclosure.law.applications.receipt import RECEIPTS, confirmed_late, mistakes, needs_confirming
from disclosure.law.choices.applications import CONFIRMED, Channel

DAY, LATER = date(2026, 3, 2), date(2026, 3, 5)
AT_ONCE = (Channel.IN_PERSON, Channel.ORAL, Channel.REGISTERED_MAIL)


def test_every_channel_says_what_its_days_are():
    assert set(RECEIPTS) == set(Channel)
    assert {channel for channel, one in RECEIPTS.items() if one.arrival} == set(CONFIRMED)


@pytest.mark.parametrize("channel", AT_ONCE)
def test_what_is_handed_in_or_signed_for_is_received_that_day(channel):
    assert not needs_confirming(channel)
    assert mistakes(channel, None, DAY) == {}
    assert mistakes(channel, DAY, DAY) == {}
    assert list(mistakes(channel, None, None)) == ["received_on"]
    assert list(mistakes(channel, DAY, None)) == ["received_on"]
    assert list(mistakes(channel, DAY, LATER)) == ["arrived_on"]


def test_sentence_names_the_day_of_the_channel():
    assert mistakes(Channel.REGISTERED_MAIL, None, None) == {
        "received_on": "请填写收到日期：本机关签收之日（条例第三十一条）。"
    }


@pytest.mark.parametrize("channel", CONFIRMED)
def test_what_both_sides_confirm_may_wait_for_it(channel):
    assert needs_confirming(channel)
    assert mistakes(channel, DAY, None) == {}
    assert mistakes(channel, DAY, DAY) == {}
    assert mistakes(channel, DAY, LATER) == {}
    assert mistakes(channel, None, DAY) == {}  # as lists from elsewhere have it
    assert list(mistakes(channel, None, None)) == ["arrived_on"]
    assert mistakes(channel, LATER, DAY) == {
        "received_on": "收到日期 2026-03-02 早于来件日期 2026-03-05，请核对两个日期。"
    }


def test_sending_online_stands_in_for_the_arrival():
    assert mistakes(Channel.INTERNET, None, None, sent_on=DAY) == {}
    assert list(mistakes(Channel.INTERNET, None, DAY, sent_on=LATER)) == ["received_on"]


def test_older_records_without_a_channel_need_their_date():
    assert mistakes("", None, DAY) == {}
    assert list(mistakes("", None, None)) == ["received_on"]


@pytest.mark.parametrize(
    "channel, arrived, on, late",
    [
        (Channel.ORDINARY_MAIL, DAY, DAY, False),
        (Channel.ORDINARY_MAIL, DAY, LATER, True),
        (Channel.ORDINARY_MAIL, None, LATER, False),
        (Channel.FAX, DAY, LATER, False),
        (Channel.INTERNET, DAY, LATER, False),
    ],
)
def test_only_an_ordinary_letter_has_to_be_confirmed_on_its_day(channel, arrived, on, late):
    assert bool(confirmed_late(channel, arrived, on)) is late


def test_lateness_is_told_in_days():
    assert "这封信 2026-03-02 送到，已经过了 3 日" in confirmed_late(Channel.ORDINARY_MAIL, DAY, LATER)
