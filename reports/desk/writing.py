"""Begin a report and save its texts; two people editing at once are told of each other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from disclosure.desk.accounts.access import require_act
from disclosure.desk.applications.fees import fees_in_words
from disclosure.desk.audit.log import note as note_act
from disclosure.errors import Refused
from disclosure.law.applications.fees import EFFECTIVE_YEAR
from disclosure.models import Authority, User, Verb
from disclosure.models.richtext import clean_html, same_text
from reports.editions import NoEdition, edition_for
from reports.editions.grid import TextSlot
from reports.models import AnnualReport, Change, ReportText, number

from .adjusting import set_figures
from .display_names import display_name
from .locking import ADD, EDIT, locked_report, note, require, require_open
from .names import BESIDE_TABLES, SIGNED_ON

FEES_IN = "other"  # 六、其他需要报告的事项


@dataclass(frozen=True, slots=True)
class Collision:
    """A field that two people changed: the old value, the other person's, and this one's."""

    field: str
    before: str
    theirs: str
    mine: str
    by: str


class Collided(Refused):
    """Nothing was saved: somebody else has changed the same fields since the form was opened."""

    def __init__(self, collisions: list[Collision], mine: frozenset[str], version: int) -> None:
        super().__init__("其他人刚刚修改了相同的内容，这次还没有保存。请对照后再保存。")
        self.collisions = collisions
        self.mine = mine  # the fields this save wanted to change
        self.version = version


@dataclass(frozen=True, slots=True)
class Saved:
    """A successful save, with the other people's changes that were kept."""

    report: AnnualReport
    changed: tuple[str, ...]
    others: tuple[Change, ...]


def draft(authority: Authority, year: int) -> AnnualReport:
    """An unsaved report, for export and checks where none was begun. Raises Refused for an unknown year."""
    try:
        edition = edition_for(year)
    except NoEdition as error:
        raise Refused(str(error)) from error
    return AnnualReport(authority=authority, year=year, edition_key=edition.key)


@transaction.atomic
def begin_report(*, authority: Authority, year: int, by: User | None) -> AnnualReport:
    require(by, ADD, "编制")
    report = draft(authority, year)
    require_act(by, report)
    report.changed_by = by
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        message = f"{authority}已有{year}年的年度报告，请直接打开它。"
        raise Refused(message) from error
    earlier = AnnualReport.objects.filter(authority=authority, year__lt=year).order_by("-year").first()
    ReportText.objects.bulk_create(starting_texts(report, earlier))
    note_act(Verb.BEGIN, report, by=by)
    return report


def starting_texts(report: AnnualReport, earlier: AnnualReport | None) -> list[ReportText]:
    old = {text.slot: text.html for text in earlier.texts.all()} if earlier else {}
    same_format = earlier is not None and earlier.edition_key == report.edition_key
    texts = []
    for text in report.edition.texts:
        html = old.get(text.slot, "") if same_format or not text.starter else ""
        moved = with_year_updated(html, earlier.year, report.year) if earlier and html else _starter(report, text)
        texts.append(ReportText(report=report, slot=text.slot, html=moved, to_revise=bool(moved)))
    return texts


def fee_sentence(report: AnnualReport, slot: str) -> str:
    """The year's fees in words, where the format wants them (国办公开办函〔2021〕30号); else empty."""
    is_place = slot == FEES_IN and report.year >= EFFECTIVE_YEAR
    return fees_in_words(report.authority, report.year) if is_place else ""


def _starter(report: AnnualReport, text: TextSlot) -> str:
    told = fee_sentence(report, text.slot) if text.starter else ""
    return f"<p>{told}</p>" if told else text.starter


def with_year_updated(html: str, old: int, new: int) -> str:
    """`html` with the report year and the signing year increased; document numbers such as 〔2019〕 stay."""

    def moved(match: re.Match[str]) -> str:
        return str(int(match.group()) + new - old)

    return re.sub(rf"(?<!\d)(?:{old}|{old + 1})(?=年)", moved, html)


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What one save asks for. `figures` holds only those the person changed; None removes an adjustment.

    `reason` applies to all figures of this save; `revised` names last year's texts that were reviewed and kept.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    signed_on: date | None = None
    figures: Mapping[str, Decimal | None] = field(default_factory=dict)
    reason: str = ""
    revised: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, str]:
        return {
            SIGNED_ON: _iso(self.signed_on),
            **{f"text:{slot}": clean_html(html) for slot, html in self.texts.items()},
            **{f"figure:{key}": "" if value is None else str(number(value)) for key, value in self.figures.items()},
        }


@transaction.atomic
def save(*, report: AnnualReport, version: int, draft: SaveRequest, by: User | None, at: datetime) -> Saved:
    """Save what `draft` changes compared with `version`, the version the form was opened at.

    Other people's changes of other fields since then are kept; in the same fields it raises Collided and saves nothing.
    """
    require(by, EDIT, "修改")
    report = require_open(locked_report(report, by))
    stored = _stored(report)
    others = tuple(report.changes.filter(version__gt=version).select_related("by").order_by("version", "id"))
    mine = _changed_by_me(stored, draft.fields, others)
    _refuse_collisions(stored, mine, others, report.version)
    changes = {name: (stored.get(name, ""), value) for name, value in mine.items() if not name.startswith("figure:")}
    _write_texts(report, {name.removeprefix("text:"): mine[name] for name in changes if name != SIGNED_ON})
    report.texts.filter(slot__in=draft.revised).update(to_revise=False)
    figures = {key: value for key, value in draft.figures.items() if f"figure:{key}" in mine}
    changes |= set_figures(report, figures, reason=draft.reason, by=by, at=at)
    report.signed_on = draft.signed_on if SIGNED_ON in mine else report.signed_on
    if changes or draft.revised:
        note(report, by, changes, Verb.SAVE)
    return Saved(report, tuple(changes), others)


def _stored(report: AnnualReport) -> dict[str, str]:
    in_force = report.adjustments.filter(taken_back_at__isnull=True)
    return {
        SIGNED_ON: _iso(report.signed_on),
        **{f"text:{text.slot}": text.html for text in report.texts.all()},
        **{f"figure:{row.figure}": str(number(row.value)) for row in in_force},
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _changed_by_me(stored: Mapping[str, str], wanted: Mapping[str, str], others: tuple[Change, ...]) -> dict[str, str]:
    """What differs from the form's opening state: `stored` with the other people's changes undone.

    A figure is in `wanted` only where the person changed it, so it always counts.
    """
    base = dict(stored)
    for change in reversed(others):
        base[change.field] = change.before
    return {name: value for name, value in wanted.items() if _is_change(name, base.get(name, ""), value)}


def _is_change(name: str, before: str, after: str) -> bool:
    """Of a text what it says counts, not how the editor spells its markup."""
    if name.startswith("figure:"):
        return True
    return before != after and not (name.startswith("text:") and same_text(before, after))


def _refuse_collisions(
    stored: Mapping[str, str], mine: Mapping[str, str], others: tuple[Change, ...], version: int
) -> None:
    last = {change.field: change for change in others}
    collisions = [
        Collision(name, last[name].before, stored.get(name, ""), value, display_name(last[name].by))
        for name, value in mine.items()
        if name in last and value != stored.get(name, "")
    ]
    if collisions:
        raise Collided(collisions, frozenset(mine), version)


def _write_texts(report: AnnualReport, texts: Mapping[str, str]) -> None:
    slots = {text.slot for text in report.edition.texts}
    slots |= set(BESIDE_TABLES) if report.is_historical else set()
    rows = {row.slot: row for row in report.texts.all()}
    for slot, html in texts.items():
        if slot not in slots:
            message = "本报告格式中没有这一部分文字。"
            raise Refused(message)
        row = rows.get(slot) or ReportText(report=report, slot=slot)
        setattr(row, "html", html)  # noqa: B010  # django-stubs types the field as itself, its values are texts
        row.to_revise = False
        row.save()
