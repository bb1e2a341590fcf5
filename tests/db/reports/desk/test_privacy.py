"""The guard over a report, its four eyes and its secrecy review (个保法; 保守国家秘密法 art. 35; 条例 art. 14, 15, 17)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group

from disclosure.errors import Refused
from disclosure.models import Act, Authority, User
from reports.desk import privacy
from reports.desk.adjusting import adjust
from reports.desk.correcting import give_up_correction
from reports.desk.publishing import PUBLISH, begin_correction, clear, publish, send_back, submit
from reports.desk.subjects import published_document
from reports.desk.writing import Collided, SaveRequest, save
from reports.models import AnnualReport, ReportText, Revision
from tests.db.reports.conftest import NOW

MOBILE = "13800000001"
TEXTS = {"preamble": "", "overview": "<p>总体</p>", "problems": "<p>问题</p>", "other": "<p>无</p>"}


def write(report: AnnualReport, by: User, **texts: str) -> None:
    report.refresh_from_db()
    draft = SaveRequest(texts=TEXTS | texts, signed_on=date(2024, 1, 20))
    save(report=report, version=report.version, draft=draft, by=by, at=NOW)
    report.refresh_from_db()


def told(report: AnnualReport) -> list[tuple[str, str, str]]:
    return [(str(one.kind), one.masked, one.place) for one in privacy.findings(report)]


@pytest.fixture
def exposed(report: AnnualReport, clerk: User) -> AnnualReport:
    write(report, clerk, overview=f"<h3>（一）</h3><p>联系人王小明，电话{MOBILE}。</p><p>公开形式还要丰富。</p>")
    return report


@pytest.fixture
def revision(report: AnnualReport, clerk: User, colleague: User, monkeypatch: pytest.MonkeyPatch) -> Revision:
    """A published revision that exposes a person, from before there was a guard."""
    write(report, clerk, overview=f"<p>电话{MOBILE}。</p>")
    with monkeypatch.context() as past:
        past.setattr("reports.desk.publishing.require_private", lambda *_: None)
        past.setattr("reports.desk.publishing._refuse_unready", lambda *_: None)
        submit(report=report, by=clerk)
        made = publish(report=report, by=colleague, at=NOW)
    report.refresh_from_db()
    return made


@pytest.fixture
def with_role(town: Authority) -> Callable[..., User]:
    def made(*roles: str) -> User:
        user = User.objects.create_user("-".join(roles), is_staff=True, authority=town)
        user.groups.set(Group.objects.filter(name__in=roles))
        return User.objects.get(pk=user.pk)

    return made


# --- What is found, and what it stops ----------------------------------------------


def test_findings_have_their_place_in_the_text(exposed: AnnualReport) -> None:
    assert told(exposed) == [
        ("name", "王**", "「一、总体情况」第2段"),
        ("mobile", "138****0001", "「一、总体情况」第2段"),
    ]


def test_personal_data_stops_submission(exposed: AnnualReport, clerk: User) -> None:
    with pytest.raises(Refused, match="有 2 处疑似个人信息：「一、总体情况」第2段的个人姓名"):
        submit(report=exposed, by=clerk)


def test_what_came_in_during_the_review_stops_the_publication(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    write(report, clerk)
    submit(report=report, by=clerk)
    ReportText.objects.filter(report=report, slot="other").update(html=f"<p>{MOBILE}</p>")

    with pytest.raises(Refused, match="处疑似个人信息"):
        publish(report=report, by=colleague, at=NOW)


def test_a_correction_and_its_note_are_read_as_well(report: AnnualReport, clerk: User, colleague: User) -> None:
    write(report, clerk)
    submit(report=report, by=clerk)
    publish(report=report, by=colleague, at=NOW)
    begin_correction(report=report, by=clerk)
    write(report, clerk, problems=f"<p>电话{MOBILE}</p>")
    with pytest.raises(Refused, match="处疑似个人信息"):
        submit(report=report, by=clerk)
    write(report, clerk, problems="<p>更正后的问题</p>")
    submit(report=report, by=clerk)

    with pytest.raises(Refused, match="更正说明的手机号码"):
        publish(report=report, correction=f"删去电话{MOBILE}", by=colleague, at=NOW)

    publish(report=report, correction="删去电话", by=colleague, at=NOW)


def test_a_mark_of_secrecy_stops_it_until_the_secrecy_review_settles_it(
    report: AnnualReport, clerk: User, with_role: Callable[..., User]
) -> None:
    write(report, clerk, other="<p>秘密★1年</p>")
    with pytest.raises(Refused, match="有国家秘密标志"):
        submit(report=report, by=clerk)
    (finding,) = privacy.findings(report)
    given = {"report": report, "digest": finding.digest, "decision": "no_mark", "reason": "举例"}
    with pytest.raises(Refused, match="国家秘密标志不能写理由保留"):
        privacy.justify(report=report, kind=finding.kind, digest=finding.digest, reason="举例", by=clerk)
    with pytest.raises(Refused, match="请由另一位有保密审查权限的同事核对"):
        privacy.settle_mark(**given, by=clerk)
    with pytest.raises(Refused, match="没有保密审查年度报告的权限"):
        privacy.settle_mark(**given, by=with_role("发布"))

    privacy.settle_mark(**given, by=with_role("保密审查"))

    assert privacy.unsettled(report) == []
    assert Act.objects.latest("number").changes == {"保留「秘密★1年」": ["", "不是密级标志：举例"]}


def test_masking_says_in_the_record_that_not_what(exposed: AnnualReport, clerk: User) -> None:
    assert privacy.mask_everything(report=exposed, by=clerk) == 2

    assert (
        exposed.texts.get(slot="overview").html
        == "<h3>（一）</h3><p>联系人王**，电话138****0001。</p><p>公开形式还要丰富。</p>"
    )
    act = Act.objects.latest("number")
    assert (act.verb, act.changes) == ("mask", {"一、总体情况": [None, None]})
    submit(report=exposed, by=clerk)


def test_masking_is_a_change_that_another_editor_is_told_of(
    exposed: AnnualReport, clerk: User, colleague: User
) -> None:
    opened = exposed.version
    privacy.mask_everything(report=exposed, by=clerk)
    stale = SaveRequest(texts=TEXTS | {"overview": f"<p>另外写的，电话{MOBILE}</p>"}, signed_on=date(2024, 1, 20))

    with pytest.raises(Collided):
        save(report=exposed, version=opened, draft=stale, by=colleague, at=NOW)


def test_a_reason_lets_it_stay_in_the_report_and_its_corrections(
    exposed: AnnualReport, clerk: User, colleague: User
) -> None:
    for finding in privacy.findings(exposed):
        privacy.justify(report=exposed, kind=finding.kind, digest=finding.digest, reason="工作联系方式", by=clerk)
    submit(report=exposed, by=clerk)
    publish(report=exposed, by=colleague, at=NOW)
    begin_correction(report=exposed, by=clerk)

    assert privacy.unsettled(exposed) == []
    submit(report=exposed, by=clerk)


def test_reasons_and_masks_need_the_right_and_an_open_report(
    exposed: AnnualReport, clerk: User, with_role: Callable[..., User]
) -> None:
    (name, _) = privacy.findings(exposed)
    reader = with_role("只读审计")
    with pytest.raises(Refused, match="没有修改年度报告的权限"):
        privacy.mask_finding(report=exposed, slot="overview", digest=name.digest, by=reader)
    with pytest.raises(Refused, match="没有修改年度报告的权限"):
        privacy.justify(report=exposed, kind=name.kind, digest=name.digest, reason="x", by=reader)
    with pytest.raises(Refused, match="已没有这一处个人信息"):
        privacy.mask_finding(report=exposed, slot="overview", digest="0", by=clerk)
    with pytest.raises(Refused, match="请写明保留的理由"):
        privacy.justify(report=exposed, kind=name.kind, digest=name.digest, reason=" ", by=clerk)
    AnnualReport.objects.update(state="review")
    with pytest.raises(Refused, match="不能修改"):
        privacy.mask_finding(report=exposed, slot="overview", digest=name.digest, by=clerk)


# --- Four eyes and secrecy review ----------------------------------------------------


def test_who_wrote_it_does_not_publish_it(report: AnnualReport, clerk: User, colleague: User) -> None:
    write(report, clerk)
    submit(report=report, by=clerk)

    with pytest.raises(Refused, match="是您编写或提交的，不能由您自己发布"):
        publish(report=report, by=clerk, at=NOW)

    publish(report=report, by=colleague, at=NOW)


@pytest.mark.parametrize("part", ["save", "adjust", "submit"])
def test_any_part_in_writing_counts(report: AnnualReport, clerk: User, colleague: User, part: str) -> None:
    write(report, clerk)
    if part == "save":
        write(report, colleague, problems="<p>另写的问题</p>")
    elif part == "adjust":
        adjust(report=report, figure="2.penalty.decisions", value=Decimal(9), reason="补登", by=colleague, at=NOW)
    submit(report=report, by=colleague if part == "submit" else clerk)

    with pytest.raises(Refused, match="不能由您自己发布"):
        publish(report=report, by=colleague, at=NOW)


def test_who_sent_it_back_or_published_it_before_wrote_nothing(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    write(report, clerk)
    submit(report=report, by=clerk)
    send_back(report=report, reason="再核", by=colleague)
    submit(report=report, by=clerk)
    publish(report=report, by=colleague, at=NOW)
    begin_correction(report=report, by=colleague)
    write(report, clerk, problems="<p>更正</p>")
    submit(report=report, by=clerk)

    publish(report=report, correction="更正第五部分", by=colleague, at=NOW)


def test_who_wrote_a_correction_that_was_given_up_wrote_nothing_of_the_next(
    report: AnnualReport, clerk: User, colleague: User
) -> None:
    write(report, clerk)
    submit(report=report, by=clerk)
    publish(report=report, by=colleague, at=NOW)
    begin_correction(report=report, by=colleague)
    write(report, colleague, problems="<p>不要了</p>")
    give_up_correction(report=report, by=colleague, at=NOW)
    begin_correction(report=report, by=clerk)
    write(report, clerk, problems="<p>更正</p>")
    submit(report=report, by=clerk)

    publish(report=report, correction="更正第五部分", by=colleague, at=NOW)


def test_an_office_of_two_needs_no_third(report: AnnualReport, with_role: Callable[..., User]) -> None:
    writer, other = with_role("年报"), with_role("部门审核", "发布")
    AnnualReport.objects.update(changed_by=None)
    write(report, writer)
    submit(report=report, by=writer)

    publish(report=report, by=other, at=NOW)


def test_where_somebody_reviews_secrecy_it_comes_first(
    report: AnnualReport, clerk: User, with_role: Callable[..., User]
) -> None:
    publisher, reviewer = with_role("发布"), with_role("保密审查")
    write(report, clerk)
    submit(report=report, by=clerk)
    with pytest.raises(Refused, match="还没有通过保密审查"):
        publish(report=report, by=publisher, at=NOW)
    with pytest.raises(Refused, match="没有保密审查年度报告的权限"):
        clear(report=report, by=publisher)
    with pytest.raises(Refused, match="是您编写或提交的，不能由您自己保密审查"):
        clear(report=report, by=clerk)

    clear(report=report, by=reviewer)

    assert Act.objects.latest("number").verb == "clear"
    publish(report=report, by=publisher, at=NOW)


def test_a_change_after_the_secrecy_review_needs_another(
    report: AnnualReport, clerk: User, with_role: Callable[..., User]
) -> None:
    publisher, reviewer = with_role("发布"), with_role("保密审查")
    write(report, clerk)
    submit(report=report, by=clerk)
    clear(report=report, by=reviewer)
    send_back(report=report, reason="再改", by=clerk)
    submit(report=report, by=clerk)

    with pytest.raises(Refused, match="还没有通过保密审查"):
        publish(report=report, by=publisher, at=NOW)


def test_one_colleague_may_take_both_steps_by_a_declaration(
    report: AnnualReport, clerk: User, with_role: Callable[..., User]
) -> None:
    both = with_role("保密审查", "发布")
    write(report, clerk)
    submit(report=report, by=clerk)
    with pytest.raises(Refused, match="请先核对并勾选保密审查结论"):
        publish(report=report, by=both, at=NOW)

    publish(report=report, declared=True, by=both, at=NOW)

    assert list(Act.objects.about(report).order_by("-number").values_list("verb", flat=True)[:2]) == [
        "publish",
        "clear",
    ]


# --- An old revision ------------------------------------------------------------------


def test_an_exposing_revision_is_masked_in_place_and_says_so(revision: Revision, colleague: User) -> None:
    assert [one.masked for one in privacy.exposed(revision, {})] == ["138****0001"]

    masked = privacy.mask_revision(revision=revision, by=colleague, at=NOW, permission=PUBLISH)

    masked.refresh_from_db()
    assert masked.texts["overview"] == "<p>电话138****0001。</p>"
    assert (masked.masked_by, masked.masked_at, masked.masked_places) == (colleague, NOW, 1)
    assert published_document(masked.report, masked).notes == ("2024年1月20日，本版遮盖了 1 处个人信息。",)
    assert masked.report.texts.get(slot="overview").html == "<p>电话138****0001。</p>"
    assert Act.objects.latest("number").changes == {"第1版（遮盖 1 处）": [None, None]}
    with pytest.raises(Refused, match="没有可以遮盖的个人信息"):
        privacy.mask_revision(revision=masked, by=colleague, at=NOW, permission=PUBLISH)


def test_only_who_may_publish_masks_a_revision(revision: Revision, with_role: Callable[..., User]) -> None:
    with pytest.raises(Refused, match="没有发布年度报告的权限"):
        privacy.mask_revision(revision=revision, by=with_role("年报"), at=NOW, permission=PUBLISH)


def test_what_was_kept_with_a_reason_stays_in_a_revision(exposed: AnnualReport, clerk: User, colleague: User) -> None:
    for finding in privacy.findings(exposed):
        privacy.justify(report=exposed, kind=finding.kind, digest=finding.digest, reason="工作联系方式", by=clerk)
    submit(report=exposed, by=clerk)
    made = publish(report=exposed, by=colleague, at=NOW)

    assert privacy.exposed(made, privacy.reasons_of(exposed)) == []
