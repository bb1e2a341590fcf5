"""Beginning a report and saving its texts, with two editors at once told of each other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from disclosure.errors import Refused
from disclosure.models import Authority
from disclosure.models.richtext import clean_html
from reports.editions import NoEdition, edition_for
from reports.editions.grid import Text
from reports.models import AnnualReport, Change, ReportText

from .locking import locked, note, require_open

SIGNED_ON = "signed_on"


@dataclass(frozen=True, slots=True)
class Collision:
    """A field that two people changed: what it was, what the other made of it, what this save wants."""

    field: str
    before: str
    theirs: str
    mine: str
    by: str


class Collided(Refused):
    """Nothing was saved: somebody else has changed the same fields since the form was opened."""

    def __init__(self, collisions: list[Collision], version: int) -> None:
        super().__init__("保存前，其他人已修改了相同的内容。请对照后再保存。")
        self.collisions = collisions
        self.version = version


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that went through, and what others had changed meanwhile (kept)."""

    report: AnnualReport
    changed: tuple[str, ...]
    others: tuple[Change, ...]


def draft(authority: Authority, year: int) -> AnnualReport:
    """A report that is not stored: for export and checks where none was begun. Raises Refused for an unknown year."""
    try:
        edition = edition_for(year)
    except NoEdition as error:
        raise Refused(str(error)) from error
    return AnnualReport(authority=authority, year=year, edition_key=edition.key)


@transaction.atomic
def begin_report(*, authority: Authority, year: int, by: AbstractBaseUser | None) -> AnnualReport:
    """A new draft, its texts taken from the latest earlier report with the year moved on."""
    report = draft(authority, year)
    report.changed_by = by
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        message = f"{authority}已有{year}年的年度报告，请直接打开它。"
        raise Refused(message) from error
    earlier = AnnualReport.objects.filter(authority=authority, year__lt=year).order_by("-year").first()
    ReportText.objects.bulk_create(starting_texts(report, earlier))
    return report


def starting_texts(report: AnnualReport, earlier: AnnualReport | None) -> list[ReportText]:
    """What the texts of a new report begin with: last year's, or the format's own skeleton where the format changed."""
    old = {text.slot: text.html for text in earlier.texts.all()} if earlier else {}
    same_format = earlier is not None and earlier.edition_key == report.edition_key
    texts = []
    for text in report.edition.texts:
        html = old.get(text.slot, "") if same_format or not text.starter else ""
        moved = year_moved_on(html, earlier.year, report.year) if earlier and html else text.starter
        texts.append(ReportText(report=report, slot=text.slot, html=moved, to_revise=bool(moved)))
    return texts


def year_moved_on(html: str, old: int, new: int) -> str:
    """`html` with the report year and the year of signing moved on; document numbers such as 〔2019〕 stay."""

    def moved(match: re.Match[str]) -> str:
        return str(int(match.group()) + new - old)

    return re.sub(rf"(?<!\d)(?:{old}|{old + 1})(?=年)", moved, html)


@transaction.atomic
def save_texts(  # noqa: PLR0913 keyword arguments, one per fact
    *,
    report: AnnualReport,
    version: int,
    texts: Mapping[str, str],
    signed_on: date | None,
    revised: frozenset[str] = frozenset(),
    by: AbstractBaseUser | None,
) -> Saved:
    """Save what differs from `version`, the save the form was opened at.

    What others changed meanwhile in other fields is kept; in the same fields it raises Collided and saves nothing.
    `revised` names slots whose text of last year was looked over and stays.
    """
    report = require_open(locked(report))
    rows = {text.slot: text for text in report.texts.all()}
    now = {SIGNED_ON: _iso(report.signed_on), **{f"text:{slot}": row.html for slot, row in rows.items()}}
    wanted = {SIGNED_ON: _iso(signed_on), **{f"text:{slot}": clean_html(html) for slot, html in texts.items()}}
    others = tuple(report.changes.filter(version__gt=version).select_related("by").order_by("version", "id"))
    mine = _changed_by_me(now, wanted, others)
    _refuse_collisions(now, mine, others, report.version)
    for field, html in mine.items():
        if field != SIGNED_ON:
            _write(report, rows, field.removeprefix("text:"), html)
    for slot in revised & rows.keys():
        rows[slot].to_revise = False
        rows[slot].save(update_fields=["to_revise"])
    if SIGNED_ON in mine:
        report.signed_on = signed_on
    if mine or revised:
        note(report, by, {field: (now.get(field, ""), value) for field, value in mine.items()})
    return Saved(report, tuple(mine), others)


def field_name(report: AnnualReport, field: str) -> str:
    """A changed field in the office's words."""
    kind, _, key = field.partition(":")
    if kind == "text":
        return next((text.label for text in report.edition.texts if text.slot == key), key)
    if kind == "figure":
        figure = report.edition.by_key.get(key)
        return figure.label if figure else key
    return {SIGNED_ON: "落款日期", "state": "状态"}.get(field, field)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _changed_by_me(now: Mapping[str, str], wanted: Mapping[str, str], others: tuple[Change, ...]) -> dict[str, str]:
    """What differs from the state the form was opened at: that is `now` with the others' changes undone."""
    base = dict(now)
    for change in reversed(others):
        if change.field in base:
            base[change.field] = change.before
    return {field: value for field, value in wanted.items() if value != base.get(field, "")}


def _refuse_collisions(
    now: Mapping[str, str], mine: Mapping[str, str], others: tuple[Change, ...], version: int
) -> None:
    last = {change.field: change for change in others}
    collisions = [
        Collision(field, last[field].before, now.get(field, ""), value, _person(last[field].by))
        for field, value in mine.items()
        if field in last and value != now.get(field, "")
    ]
    if collisions:
        raise Collided(collisions, version)


def _person(user: AbstractBaseUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else "系统"  # type: ignore[attr-defined]


def _write(report: AnnualReport, rows: dict[str, ReportText], slot: str, html: str) -> None:
    row = rows.get(slot) or ReportText(report=report, slot=slot)
    if not any(text.slot == slot for text in report.edition.texts):
        message = "本报告格式中没有这一部分文字。"
        raise Refused(message)
    row.html, row.to_revise = html, False
    row.save()


def missing_texts(report: AnnualReport) -> list[Text]:
    """The texts that must not be empty and are."""
    filled = {text.slot for text in report.texts.all() if text.html.strip()}
    return [text for text in report.edition.texts if text.required and text.slot not in filled]


