"""Reports published through the desk, for tests of what the public then sees."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from disclosure.models import User
from reports.desk.figures import frozen_figures
from reports.desk.publishing import begin_correction, publish, submit
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport

SHANGHAI = ZoneInfo("Asia/Shanghai")
TABLE = "<table><tbody><tr><th>平台</th><th>条数</th></tr><tr><td>网站</td><td>120</td></tr></tbody></table>"
TEXTS = {
    "overview": f"<h3>（一）主动公开</h3><p>全年通过各类平台公开信息 120 条，第一次写下的总体情况。</p>{TABLE}",
    "problems": "<p>公开的内容还不够全面。</p><ul><li><p>加强学习；</p></li><li><p>加强检查。</p></li></ul>",
    "other": "<p>没有其他需要报告的事项。</p>",
}
FIGURES = {"3.received.natural": 12, "3.disclosed.natural": 9, "3.carried_out.natural": 3, "4.review.upheld": 1}
REASON = "登记台账上另有记载"


def other_than(by):
    """A colleague who publishes what this person wrote."""
    made, _ = User.objects.get_or_create(username="publisher", defaults={"is_staff": True, "is_superuser": True})
    return made if by is not None else None


def published_at(year, number=1):
    return datetime(year + 1, 1, 25, 9, 30, tzinfo=SHANGHAI) + timedelta(days=40 * (number - 1))


def write(report, by, *, texts=TEXTS, figures=FIGURES, reason=REASON):
    """Save texts and figures of an open report."""
    report.refresh_from_db()
    slots = {text.slot for text in report.edition.texts}
    draft = SaveRequest(
        texts={slot: html for slot, html in texts.items() if slot in slots},
        signed_on=date(report.year + 1, 1, 20),
        figures={key: Decimal(value) for key, value in figures.items() if key in report.edition.by_key},
        reason=reason,
        revised=frozenset(slots),
    )
    save(report=report, version=report.version, draft=draft, by=by, at=published_at(report.year))


def carried_over(report):
    """What last year's report left open, taken up and ended this year: the reports of two years agree."""
    earlier = AnnualReport.objects.filter(authority=report.authority, year=report.year - 1, revisions__isnull=False)
    left = frozen_figures(earlier[0].edition, earlier[0].revisions.first()).values if earlier else {}
    number = left.get("3.carried_out.natural") or 0
    return {"3.carried_in.natural": number, "3.not_held.natural": number} if number else {}


def publish_report(authority, year, by, *, corrections=(), **written) -> AnnualReport:
    """A published report; each correction is a sentence, and leaves its number in the text."""
    report = begin_report(authority=authority, year=year, by=by)
    write(report, by, **{"figures": FIGURES | carried_over(report)} | written)
    for number, correction in enumerate(["", *corrections], 1):
        if correction:
            begin_correction(report=report, by=by)
            write(report, by, texts={"overview": f"<p>第{number}次写下的总体情况。</p>"}, figures={})
        report.refresh_from_db()
        submit(report=report, by=by)
        publish(report=report, by=other_than(by), at=published_at(year, number), correction=correction)
    report.refresh_from_db()
    return report
