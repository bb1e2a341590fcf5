"""The values of a letter's fields, by its kind, from the record, its steps and what its writer said.

Every field of `disclosure.rendering.letters.fields` gets a value and none is blank: what a letter cannot do without and
the record does not have is refused with the place where to fill it in.
"""

from collections.abc import Mapping
from datetime import date

from disclosure.errors import Refused
from disclosure.law.choices.applications import PartyKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import OF_PARTY, title
from disclosure.models import Application, Party
from disclosure.rendering.letters import fields_of

from .context import SHARED, Brief, Values, day
from .kind_values import OWN
from .questions import heard, parts_for

K = LetterKind


def values_for(
    application: Application,
    kind: LetterKind,
    *,
    on: date,
    party: Party | None = None,
    said: Mapping[str, str] | None = None,
    number: str = "",
    by: object = None,
) -> Values:
    """The value of every field of this kind. Raises Refused with what is missing and where to enter it.

    `by` stands in as 经办人 where the application has none.
    """
    kind = LetterKind(kind)
    require_makeable(application, kind, on=on, party=party)
    brief = Brief(application, kind, on, party, heard(parts_for(application, kind, on=on, party=party), said), by)
    common: Values = {
        "机关": application.authority.name,
        "标题": title(kind),
        "落款日期": day(on),
        "文号": number,
    }
    wanted = fields_of(kind)
    shared = {name: made(brief) for name, made in SHARED.items() if name in wanted and name not in common}
    values = {**common, **shared, **(OWN[kind](brief) if kind in OWN else {})}
    return {name: values[name] for name in wanted}


def require_makeable(application: Application, kind: LetterKind, *, on: date, party: Party | None) -> None:
    """Refuse a letter about an application that is unconfirmed or erased, or to no party."""
    if application.erased_on:
        raise Refused(f"申请「{application}」的个人信息已于 {application.erased_on} 清除，不能再生成文书。")
    if application.received_on is None:
        raise Refused(f"申请「{application}」还没有确认收到，请先确认收到再生成文书。")
    if on < application.received_on:
        raise Refused(f"落款日期 {on} 早于收到日期 {application.received_on}，请核对。")
    wanted = PartyKind.AGENCY if kind == K.AGENCY_ASKED else PartyKind.THIRD_PARTY
    if kind in OF_PARTY and (party is None or party.application_id != application.pk or party.kind != wanted):
        raise Refused(f"《{kind.label}》须对应这件申请的一个{wanted.label}，请先登记征求意见的对象。")
