"""From which day an application counts as received, by the way it came (条例 art. 29, 31)."""

from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import CONFIRMED, Channel


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the date of receipt is for one channel, in words for a form."""

    arrival: str
    """The day that 来件日期 asks for; empty where only 收到日期 is filled in."""

    received: str


_CONFIRMED = "与申请人确认之日；确认以前不填"
RECEIPTS: dict[Channel, Receipt] = {
    Channel.IN_PERSON: Receipt("", "当面提交之日"),
    Channel.ORAL: Receipt("", "口头提出、由本机关记录之日"),
    Channel.REGISTERED_MAIL: Receipt("", "本机关签收之日"),
    Channel.ORDINARY_MAIL: Receipt("平常信函送到之日", f"{_CONFIRMED}，应当在收到信函的当日确认"),
    Channel.FAX: Receipt("传真到达之日", _CONFIRMED),
    Channel.INTERNET: Receipt("邮件等到达之日（本站网上提交的不填）", _CONFIRMED),
}


def needs_confirming(channel: str) -> bool:
    """Whether it counts as received once both sides have confirmed it, not when it arrives (条例 art. 31)."""
    return channel in CONFIRMED


def mistakes(
    channel: str, arrived_on: date | None, received_on: date | None, *, sent_on: date | None = None
) -> dict[str, str]:
    """Say what is wrong with the two dates: field → sentence.

    `sent_on`: the day on which it was sent with the form of the site, which stands in for 来件日期. An application
    without a channel, as older lists have it, needs its date of receipt.
    """
    if not needs_confirming(channel):
        return _at_once(channel, arrived_on, received_on)
    came_on = arrived_on or sent_on
    if received_on is None and came_on is None:
        return {
            "arrived_on": f"请填写来件日期；{Channel(channel).label}以双方确认之日为收到申请之日（条例第三十一条）。"
        }
    if received_on and came_on and received_on < came_on:
        return {"received_on": f"收到日期 {received_on} 早于来件日期 {came_on}，请核对两个日期。"}
    return {}


def _at_once(channel: str, arrived_on: date | None, received_on: date | None) -> dict[str, str]:
    day = RECEIPTS[Channel(channel)].received if channel else "收到申请之日"
    if received_on is None:
        return {"received_on": f"请填写收到日期：{day}（条例第三十一条）。"}
    if arrived_on and arrived_on != received_on:
        return {
            "arrived_on": f"{Channel(channel).label if channel else '这件申请'}的收到日期就是{day}，来件日期请留空；"
            "平常信函、传真和互联网渠道的才另填来件日期。"
        }
    return {}


def confirmed_late(channel: str, arrived_on: date | None, on: date) -> str:
    """Say that an ordinary letter was confirmed after the day it arrived (条例 art. 31); empty otherwise."""
    if channel != Channel.ORDINARY_MAIL or arrived_on is None or on <= arrived_on:
        return ""
    return (
        f"平常信函应当在收到信函的当日与申请人确认（条例第三十一条）；这封信 {arrived_on} 送到，"
        f"已经过了 {(on - arrived_on).days} 日。"
    )
