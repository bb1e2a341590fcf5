"""Beginning a report from last year's, and two people saving at once."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.errors import Refused
from disclosure.models import Authority, User
from reports.desk.writing import Collided, Saved, SaveRequest, begin_report, save, with_year_updated
from reports.models import AnnualReport
from tests.db.reports.conftest import NOW


def texts(report: AnnualReport) -> dict[str, str]:
    return {text.slot: text.html for text in report.texts.all()}


def draft(report: AnnualReport, **changed: str) -> SaveRequest:
    return SaveRequest(texts={**texts(report), **changed}, signed_on=report.signed_on)


def saved(report: AnnualReport, by: User, wanted: SaveRequest, version: int | None = None) -> Saved:
    opened_at = report.version if version is None else version
    return save(report=report, version=opened_at, draft=wanted, by=by, at=NOW)


def test_the_first_report_begins_with_the_five_parts_marked_to_be_revised(report: AnnualReport) -> None:
    overview = report.texts.get(slot="overview")

    assert "（五）监督保障" in overview.html
    assert overview.to_revise


def test_next_years_report_begins_with_this_years_texts_and_the_year_moved_on(
    report: AnnualReport, town: Authority, clerk: User
) -> None:
    saved(report, clerk, draft(report, problems="<p>2023年，问题仍有。2024年将改进。〔2023〕3号。</p>"))

    following = begin_report(authority=town, year=2024, by=clerk)

    problems = following.texts.get(slot="problems")
    assert problems.html == "<p>2024年，问题仍有。2025年将改进。〔2023〕3号。</p>"
    assert problems.to_revise


def test_a_new_format_begins_with_its_own_skeleton(town: Authority, clerk: User) -> None:
    old = begin_report(authority=town, year=2020, by=clerk)
    saved(old, clerk, draft(old, overview="<p>2020年，旧。</p>", problems="<p>2020年，问题。</p>"))

    new = texts(begin_report(authority=town, year=2021, by=clerk))

    assert new["overview"].startswith("<h3>（一）主动公开</h3>")
    assert new["problems"] == "<p>2021年，问题。</p>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2020年至2021年1月", "2021年至2022年1月"),
        ("国务院令〔2020〕7号", "国务院令〔2020〕7号"),
        ("12020年", "12020年"),
        ("2019年5月15日起施行", "2019年5月15日起施行"),
    ],
)
def test_only_the_report_year_and_the_year_of_signing_move_on(before: str, after: str) -> None:
    assert with_year_updated(before, 2020, 2021) == after


def test_a_report_is_begun_once(report: AnnualReport, town: Authority, clerk: User) -> None:
    with pytest.raises(Refused, match="已有2023年的年度报告"):
        begin_report(authority=town, year=2023, by=clerk)


def test_a_year_without_a_format_is_refused(town: Authority, clerk: User) -> None:
    with pytest.raises(Refused, match="2018年没有可用的报告格式"):
        begin_report(authority=town, year=2018, by=clerk)


def test_saving_a_text_ends_its_mark_and_notes_the_change(report: AnnualReport, clerk: User) -> None:
    result = saved(report, clerk, draft(report, overview="<p>新</p>"))

    assert result.changed == ("text:overview",)
    overview = report.texts.get(slot="overview")
    assert (overview.html, overview.to_revise) == ("<p>新</p>", False)
    change = report.changes.get()
    assert (change.by, change.after) == (clerk, "<p>新</p>")


def test_a_save_without_changes_is_no_save(report: AnnualReport, clerk: User) -> None:
    assert saved(report, clerk, draft(report)).changed == ()

    report.refresh_from_db()
    assert report.version == 0


def test_scripts_never_reach_the_database(report: AnnualReport, clerk: User) -> None:
    saved(
        report,
        clerk,
        draft(report, problems='<p onclick="x()">好<script>y()</script><a href="javascript:z()">z</a></p>'),
    )

    stored = report.texts.get(slot="problems").html
    assert "script" not in stored
    assert "onclick" not in stored
    assert "好" in stored


def test_two_people_in_different_fields_both_keep_their_work(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    mine, theirs = draft(report, problems="<p>我</p>"), draft(report, other="<p>你</p>")
    saved(report, colleague, theirs, version=0)

    result = saved(report, clerk, mine, version=0)

    assert [change.field for change in result.others] == ["text:other"]
    assert {slot: texts(report)[slot] for slot in ("problems", "other")} == {
        "problems": "<p>我</p>",
        "other": "<p>你</p>",
    }


def test_two_people_in_one_field_the_second_is_told_and_nothing_is_lost(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    mine = draft(report, problems="<p>我</p>", other="<p>也</p>")
    saved(report, colleague, draft(report, problems="<p>你</p>"), version=0)

    with pytest.raises(Collided) as caught:
        saved(report, clerk, mine, version=0)

    collision = caught.value.collisions[0]
    assert (collision.field, collision.theirs, collision.mine, collision.by) == (
        "text:problems",
        "<p>你</p>",
        "<p>我</p>",
        "示例乙",
    )
    assert texts(report)["problems"] == "<p>你</p>"
    assert texts(report)["other"] != "<p>也</p>"

    saved(report, clerk, mine, version=caught.value.version)
    assert texts(report)["problems"] == "<p>我</p>"


def test_two_people_writing_the_same_do_not_collide(report: AnnualReport, clerk: User, colleague: User) -> None:
    same = draft(report, problems="<p>同</p>")
    saved(report, colleague, same, version=0)

    saved(report, clerk, same, version=0)

    assert texts(report)["problems"] == "<p>同</p>"


def test_two_people_setting_one_figure_the_second_is_told(report: AnnualReport, clerk: User, colleague: User) -> None:
    def setting(value: int) -> SaveRequest:
        return SaveRequest(texts=texts(report), figures={"3.received.natural": Decimal(value)}, reason="补登")

    saved(report, colleague, setting(7), version=0)

    with pytest.raises(Collided) as caught:
        saved(report, clerk, setting(8), version=0)

    assert caught.value.collisions[0].theirs == "7"
    assert report.adjustments.get().value == 7


def test_the_signing_date_is_saved_and_can_be_emptied(report: AnnualReport, clerk: User) -> None:
    signed = SaveRequest(texts=texts(report), signed_on=date(2024, 1, 20))
    saved(report, clerk, signed)
    report.refresh_from_db()
    assert report.signed_on == date(2024, 1, 20)

    saved(report, clerk, SaveRequest(texts=texts(report)))
    report.refresh_from_db()
    assert report.signed_on is None


def test_a_refused_figure_saves_no_text_either(report: AnnualReport, clerk: User) -> None:
    wanted = SaveRequest(
        texts={**texts(report), "problems": "<p>我</p>"}, figures={"3.received.natural": Decimal(-1)}, reason="补登"
    )

    with pytest.raises(Refused, match="不能是负数"):
        saved(report, clerk, wanted)

    assert texts(report)["problems"] == ""
