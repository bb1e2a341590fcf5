"""What a letter is made of, and the fields that several kinds share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from disclosure.desk.applications.deadlines import steps_of
from disclosure.desk.audit.log import display_name
from disclosure.desk.common.calendar import load_calendar
from disclosure.law import clock
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock.words import day
from disclosure.law.letters.kinds import FORMS
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Party, User
from disclosure.rendering.letters.fields import Value

from .questions import Said, require_set, you_of

Values = dict[str, Value]
UNKNOWN, NONE = "未填写", "无"


@dataclass(frozen=True)
class Brief:
    """What a letter is made of. It speaks of its day `on`: what happened later is not in it."""

    application: Application
    kind: LetterKind
    on: date
    party: Party | None
    said: Said
    by: object

    @cached_property
    def calendar(self) -> Calendar:
        """The working days; one query."""
        return load_calendar()

    @cached_property
    def due_on(self) -> date | None:
        """The last day to reply, as far as it was known on the letter's day."""
        steps = [one for one in self.application.steps.all() if one.on <= self.on]
        return clock.timeline(steps_of(self.application, steps), self.calendar).due_on


def part(name: str) -> Callable[[Brief], str]:
    """The answer without its final stop, for use within a sentence."""
    return lambda brief: brief.said.of(name).rstrip("。；，")


def _content(brief: Brief) -> str:
    """The content on one line, or in a form as it was typed."""
    text = brief.application.content
    if brief.kind in FORMS and brief.kind != LetterKind.RECEIPT:
        return text.strip()
    return " ".join(text.split()).rstrip("。；，")


def _received(brief: Brief) -> str:
    application = brief.application
    begun = f"本机关于{_received_on(brief)}收到{you_of(application)}提出的政府信息公开申请"
    corrected = [one.on for one in application.steps.all() if one.kind == StepKind.CORRECTED and one.on <= brief.on]
    return f"{begun}，于{day(max(corrected))}收到补正后的申请" if corrected else begun


def _received_on(brief: Brief) -> str:
    received = brief.application.received_on
    return day(received) if received else UNKNOWN


def _due(brief: Brief) -> str:
    return day(brief.due_on) if brief.due_on else "收到补正或者缴费后计算"


def due_note(brief: Brief, due_on: date) -> str:
    """That the date may move, where it lies in a year whose holidays are not arranged yet; empty else."""
    if not brief.calendar.is_provisional(due_on):
        return ""
    return f"{due_on.year}年的放假安排尚未公布，上述日期是暂定的，安排公布后有变动的，以变动后的日期为准。"


def _contact(brief: Brief) -> str:
    authority = brief.application.authority
    given = {"联系地址": authority.address, "联系电话": authority.phone}
    said = "，".join(f"{label}：{value.strip()}" for label, value in given.items() if value.strip())
    if not said:
        require_set(authority, "phone", brief.kind)
    office = f"联系单位：{authority.office.strip()}，" if authority.office.strip() else ""
    return f"{office}{said}。"


def _handler(brief: Brief) -> str:
    handler = brief.application.handler or brief.by
    return display_name(handler) if isinstance(handler, User) else UNKNOWN


def _party_name(brief: Brief) -> str:
    return brief.party.name if brief.party else UNKNOWN


SHARED: dict[str, Callable[[Brief], str]] = {
    "申请编号": lambda brief: brief.application.number,
    "收到日期": _received_on,
    "申请内容": _content,
    "申请人": lambda brief: brief.application.applicant,
    "称谓": lambda brief: you_of(brief.application),
    "收到情况": _received,
    "联系方式": _contact,
    "答复期限": _due,
    "收到渠道": lambda brief: brief.application.get_channel_display() or UNKNOWN,
    "承办科室": lambda brief: brief.application.section or UNKNOWN,
    "经办人": _handler,
    "第三方": _party_name,
    "其他机关": _party_name,
    "征求意见的内容": part("matter"),
}
