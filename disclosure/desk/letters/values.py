"""The values of a letter's fields, by its kind, from the record, its steps and what its writer said.

Every field of `disclosure.rendering.letters.fields` gets a value: what a letter cannot do without and the record does
not have is refused with the place where to fill it in.
"""

from collections.abc import Mapping
from datetime import date

from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock.words import day
from disclosure.law.letters.kinds import title
from disclosure.models import Application, Party
from disclosure.rendering.letters import fields_of

from .context import SHARED, Brief, Values
from .kind_values import OWN
from .questions import heard, parts_for


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
