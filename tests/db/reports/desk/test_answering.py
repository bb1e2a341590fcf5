"""A finding is mended or justified; a reason holds until the figures or the words it speaks of change."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import call_command

from disclosure.errors import Refused
from disclosure.models import Act, User, Verb
from reports.checks import ReportFinding
from reports.desk.adjusting import adjust
from reports.desk.answering import AnsweredFinding, answered, justify, withdraw_answer
from reports.desk.figures import current_figures
from reports.desk.privacy import findings as guarded
from reports.desk.privacy import justify as keep
from reports.desk.publishing import Blocked, publish, submit
from reports.desk.subjects import subject
from reports.desk.unfinished import unfinished_reports
from reports.desk.writing import SaveRequest, save
from reports.models import AnnualReport
from tests.db.reports.conftest import NOW
from tests.db.reports.desk.test_publishing import SIGNED_ON, TEXTS
from tests.db.reports.portal.publishing import other_than

WRONG = "<p>2023年，我镇共收到政府信息公开申请17件。公开形式还要丰富。</p>"


@pytest.fixture
def wrong(report: AnnualReport, clerk: User) -> AnnualReport:
    return written(report, clerk, WRONG)


def written(report: AnnualReport, clerk: User, html: str) -> AnnualReport:
    report.refresh_from_db()
    wanted = SaveRequest(texts=TEXTS | {"overview": html}, signed_on=SIGNED_ON)
    save(report=report, version=report.version, draft=wanted, by=clerk, at=NOW)
    report.refresh_from_db()
    return report


def findings(report: AnnualReport) -> list[AnsweredFinding]:
    return answered(report, subject(report, current_figures(report)))


def only(report: AnnualReport) -> ReportFinding:
    (one,) = findings(report)
    return one.finding


def reasons(report: AnnualReport) -> list[str]:
    return [one.answer.reason if one.answer else "" for one in findings(report)]


def test_a_warning_blocks_publishing_and_is_named(wrong: AnnualReport, clerk: User) -> None:
    submit(report=wrong, by=clerk)

    with pytest.raises(Blocked, match=r"还有 1 条提醒，改正或写明理由后才能发布：（1）.*收到申请为 17") as caught:
        publish(report=wrong, by=other_than(clerk), at=NOW)

    assert [finding.check for finding in caught.value.findings] == [9]
    assert not wrong.revisions.exists()


def test_a_justified_warning_lets_the_report_out(wrong: AnnualReport, clerk: User) -> None:
    finding = only(wrong)
    submit(report=wrong, by=clerk)

    justify(report=wrong, fingerprint=finding.fingerprint, reason=" 含咨询件 ", by=clerk, at=NOW)
    publish(report=wrong, by=other_than(clerk), at=NOW)

    assert wrong.revisions.count() == 1
    assert reasons(wrong) == ["含咨询件"]


def test_a_mended_sentence_lets_the_report_out(wrong: AnnualReport, clerk: User) -> None:
    written(wrong, clerk, WRONG.replace("17", "2"))
    submit(report=wrong, by=clerk)

    publish(report=wrong, by=other_than(clerk), at=NOW)

    assert findings(wrong) == []


def test_a_reason_holds_while_other_words_change(wrong: AnnualReport, clerk: User) -> None:
    justify(report=wrong, fingerprint=only(wrong).fingerprint, reason="含咨询件", by=clerk, at=NOW)

    written(wrong, clerk, WRONG.replace("还要丰富", "还不够丰富"))
    assert reasons(wrong) == ["含咨询件"]

    written(wrong, clerk, WRONG.replace("17", "18"))
    assert reasons(wrong) == [""]


def test_a_reason_ends_with_the_figure_it_speaks_of(wrong: AnnualReport, clerk: User) -> None:
    justify(report=wrong, fingerprint=only(wrong).fingerprint, reason="含咨询件", by=clerk, at=NOW)

    for key in ("3.received.natural", "3.disclosed.natural"):
        adjust(report=wrong, figure=key, value=Decimal(3), reason="补登", by=clerk, at=NOW)

    about_the_text = [one for one in findings(wrong) if one.finding.check == 9]
    assert [one.answer for one in about_the_text] == [None]


def test_an_error_cannot_be_justified(wrong: AnnualReport, clerk: User) -> None:
    adjust(report=wrong, figure="3.received.natural", value=Decimal(9), reason="补登", by=clerk, at=NOW)
    error = next(one.finding for one in findings(wrong) if one.finding.check == 1)

    with pytest.raises(Refused, match="不能用理由代替改正"):
        justify(report=wrong, fingerprint=error.fingerprint, reason="无妨", by=clerk, at=NOW)


def test_personal_data_is_an_error_that_the_guards_reason_settles(report: AnnualReport, clerk: User) -> None:
    written(report, clerk, "<p>咨询手机：13812345678。</p>")
    (one,) = findings(report)
    assert (one.finding.check, one.is_settled, one.can_be_justified) == (11, False, False)

    (found,) = guarded(report)
    keep(report=report, kind=found.kind, digest=found.digest, reason="本人同意公开", by=clerk)

    assert [one.is_settled for one in findings(report)] == [True]


def test_a_figure_set_by_hand_has_its_reason(report: AnnualReport, clerk: User) -> None:
    written(report, clerk, "<p>公开形式还要丰富。</p>")
    adjust(report=report, figure="2.penalty.decisions", value=Decimal(9), reason="补登", by=clerk, at=NOW)

    (one,) = findings(report)
    assert (one.finding.check, one.is_settled, one.can_be_justified) == (7, True, False)


@pytest.mark.parametrize(("fingerprint", "reason", "why"), [(None, "  ", "写明理由"), ("0" * 64, "有", "已经没有了")])
def test_a_reason_needs_words_and_its_finding(
    wrong: AnnualReport, clerk: User, fingerprint: str | None, reason: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        justify(report=wrong, fingerprint=fingerprint or only(wrong).fingerprint, reason=reason, by=clerk, at=NOW)


def test_a_published_report_is_checked_but_takes_no_reasons(wrong: AnnualReport, clerk: User) -> None:
    fingerprint = only(wrong).fingerprint
    justify(report=wrong, fingerprint=fingerprint, reason="含咨询件", by=clerk, at=NOW)
    submit(report=wrong, by=clerk)
    publish(report=wrong, by=other_than(clerk), at=NOW)
    wrong.refresh_from_db()

    with pytest.raises(Refused, match="已经发布"):
        justify(report=wrong, fingerprint=fingerprint, reason="另一个理由", by=clerk, at=NOW)
    assert reasons(wrong) == ["含咨询件"]


def test_giving_and_taking_back_a_reason_is_kept_in_the_record(wrong: AnnualReport, clerk: User) -> None:
    fingerprint = only(wrong).fingerprint
    justify(report=wrong, fingerprint=fingerprint, reason="含咨询件", by=clerk, at=NOW)
    withdraw_answer(report=wrong, fingerprint=fingerprint, by=clerk)

    assert reasons(wrong) == [""]
    assert [act.verb for act in Act.objects.about(wrong).order_by("number")][-2:] == [Verb.JUSTIFY, Verb.TAKE_BACK]
    with pytest.raises(Refused, match="没有可以撤回的说明"):
        withdraw_answer(report=wrong, fingerprint=fingerprint, by=clerk)


def test_only_who_may_edit_answers(wrong: AnnualReport, staff_with: Callable[..., User]) -> None:
    stranger = staff_with("view_annualreport")

    with pytest.raises(Refused, match=r"没有.*权限"):
        justify(report=wrong, fingerprint=only(wrong).fingerprint, reason="含咨询件", by=stranger, at=NOW)


def test_what_is_settled_no_longer_waits(wrong: AnnualReport, clerk: User) -> None:
    (before,) = unfinished_reports(wrong.authority, clerk)
    justify(report=wrong, fingerprint=only(wrong).fingerprint, reason="含咨询件", by=clerk, at=NOW)
    (after,) = unfinished_reports(wrong.authority, clerk)

    assert (before.warnings, after.warnings) == (1, 0)


def test_the_command_tells_the_reason(wrong: AnnualReport, clerk: User, capsys: pytest.CaptureFixture[str]) -> None:
    justify(report=wrong, fingerprint=only(wrong).fingerprint, reason="含咨询件", by=clerk, at=NOW)

    with pytest.raises(SystemExit, match="1"):
        call_command("check_report", "2023", authority=wrong.authority.code)

    assert "（已说明理由：含咨询件）" in capsys.readouterr().out
