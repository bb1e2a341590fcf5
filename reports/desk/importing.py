"""Take over published reports of the past: read a file, say what was read, keep it as a historical report."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from disclosure.desk.accounts.access import require_act
from disclosure.errors import Refused
from disclosure.models import Authority, User, Verb
from disclosure.models.richtext import clean_html
from reports.editions.printed import PrintedReport
from reports.models import AnnualReport, FigureOrigin, ReportSource, ReportState, ReportText
from reports.reading.isolated import printed_report

from .locking import ADD, note, require
from .sources import facts_of

_FIRST_YEAR, _LAST_YEAR = 2019, 2999
_LONGEST_TITLE, _LONGEST_NAME = 300, 200


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file and what was read from it; `year` is the one asked for, else the one printed."""

    data: bytes
    name: str
    printed: PrintedReport
    year: int | None

    @property
    def is_complete(self) -> bool:
        """Whether every cell of every table was read, and the year is known."""
        return not self.printed.unread and self.year is not None


def read_file(data: bytes, name: str, *, year: int | None = None) -> ReadFile:
    """Read a published report; nothing is stored. Raises Unreadable."""
    printed = printed_report(data, name)
    return ReadFile(data, name, printed, year or printed.year)


def authority_named(printed: str) -> Authority | None:
    """The authority that a title names, with or without 人民政府; None where no one has it, or two have."""
    wanted = _bare(printed)
    if not wanted:
        return None
    found = [one for one in Authority.objects.all() if wanted in {_bare(one.name), _bare(one.report_name)}]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    return "".join(name.split()).removesuffix("人民政府").removesuffix("办事处")


@transaction.atomic
def import_report(*, authority: Authority, read: ReadFile, by: User | None, at: datetime) -> AnnualReport:
    """Keep what was read as a historical report, a draft until a person publishes it.

    Reading the same year again replaces what was read before, as long as it is a draft. Raises Refused where the year
    is missing or impossible, the file is for no year of the formats, or the year has another report.
    """
    require(by, ADD, "导入")
    year = _year(read)
    report = _report(authority, year)
    require_act(by, report)
    report.edition_key, report.signed_on = read.printed.edition_key, read.printed.signed_on
    is_new = report.pk is None
    report.changed_by = by
    report.save()
    report.texts.all().delete()
    ReportText.objects.bulk_create(
        ReportText(report=report, slot=slot, html=clean_html(html)) for slot, html in read.printed.texts.items()
    )
    _forget_source(report)
    source = _source(report, read, by, at)
    source.file.save(read.name, ContentFile(read.data), save=False)
    source.save()
    return note(report, by, {"file": ("" if is_new else "（重新读取）", read.name)}, Verb.IMPORT)


def _forget_source(report: AnnualReport) -> None:
    """Delete what was read before, and its file once the new one is stored."""
    if earlier := ReportSource.objects.filter(report=report).first():
        transaction.on_commit(partial(default_storage.delete, str(earlier.file.name)))
        earlier.delete()


def _year(read: ReadFile) -> int:
    if read.year is None:
        message = f"「{read.name}」的标题没有写明年份，请指定年份（命令用 --year）。"
        raise Refused(message)
    if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        message = f"{read.year}年的年度报告不能导入：本系统的格式从{_FIRST_YEAR}年起。"
        raise Refused(message)
    return read.year


def _report(authority: Authority, year: int) -> AnnualReport:
    """The year's report to be filled, locked; a new one where there is none. Raises Refused for one that must stay."""
    existing = AnnualReport.objects.select_for_update().filter(authority=authority, year=year).first()
    if existing is None:
        return AnnualReport(authority=authority, year=year, origin=FigureOrigin.HISTORICAL)
    if not existing.is_historical:
        message = f"{authority}已有本站编制的{year}年年度报告，没有导入。需要改用原件时，请先删除那份草稿。"
        raise Refused(message)
    if existing.state != ReportState.DRAFT:
        message = f"{authority}{year}年的历史报告是「{existing.get_state_display()}」状态，没有重新导入。"
        raise Refused(message)
    return existing


def _source(report: AnnualReport, read: ReadFile, by: User | None, at: datetime) -> ReportSource:
    printed = read.printed
    return ReportSource(
        report=report,
        name=PurePath(read.name).name[:_LONGEST_NAME],
        sha256=hashlib.sha256(read.data).hexdigest(),
        title=printed.title[:_LONGEST_TITLE],
        authority_name=printed.authority[:_LONGEST_NAME],
        signature=printed.signature[:100],
        figures={key: None if value is None else str(value) for key, value in printed.values.items()},
        facts=facts_of(printed),
        read_at=at,
        read_by=by,
    )
