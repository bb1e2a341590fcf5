"""`erase_applicants`: personal data goes after its period, the report's figures stay, and nothing comes back."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.applications.deadlines import keep_application, record_step
from disclosure.desk.applications.online.codes import code_hash
from disclosure.desk.applications.papers import keep_paper, read_paper
from disclosure.desk.retention.erasing import due_applications, erase, keeping_limit
from disclosure.errors import Refused
from disclosure.exchange.importing import import_file
from disclosure.management.base import Failure
from disclosure.models import (
    Act,
    Application,
    Case,
    Complaint,
    Fee,
    Hearing,
    Letter,
    Opinion,
    Paper,
    Party,
    RecordCorrection,
    Step,
    User,
)
from disclosure.models.encryption import ERASED
from reports.counting import count
from reports.editions import editions
from tests.factories import ApplicationFactory, AuthorityFactory, CaseFactory, FeeReceiptFactory, StepFactory
from tests.unit.disclosure.exchange.files import text

pytestmark = pytest.mark.django_db
OLD, ASKED = dt.date(2012, 3, 20), dt.date(2012, 3, 1)
TODAY = dt.date(2026, 11, 24)
BEFORE = dt.date(2016, 11, 24)
NAME, OTHER, THIRD, IDENTITY, PHONE, EMAIL, ADDRESS, FAX = (
    *("标记申请人", "标记当事人", "标记第三人", "370305190001010000", "13800001234", "mark@example.invalid"),
    *("标记路一号", "0000-9170003"),
)
MARKS = (
    NAME,
    OTHER,
    THIRD,
    IDENTITY,
    PHONE,
    EMAIL,
    ADDRESS,
    FAX,
    "标记帮助",
    "标记联系",
    "标记理由",
    "标记意见",
    "标记文件",
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def full(town):
    """An application with something personal wherever there can be any, concluded long ago."""
    asked = ApplicationFactory(
        authority=town, number="2012-001", applicant=NAME, document_kind="居民身份证", document=IDENTITY, phone=PHONE,
        email=EMAIL, address=ADDRESS, fax=FAX, help_wanted="标记帮助", code_hash=code_hash("ACDEFGHJKM"),
        content=f"申请人{NAME}，手机 {PHONE}，申请公开某村道路修建计划。",
        received_on=ASKED, concluded_on=OLD, outcome="disclosed",
    )  # fmt: skip
    StepFactory(application=asked, kind="extended", on=ASKED, days=5, note=f"已电话告知{NAME}")
    party = Party.objects.create(
        application=asked, kind="third_party", name=THIRD, contact="标记联系", matter=f"是否同意公开{THIRD}的材料",
        asked_on=ASKED, answered_on=OLD, answer="objects", reasons="标记理由",
    )  # fmt: skip
    Opinion.objects.create(application=asked, act="note", text="标记意见", at=timezone.now())
    receipt = FeeReceiptFactory(authority=town, received_on=OLD)
    Fee.objects.create(
        application=asked, tariff="pages", units=40, amount=100, noticed_on=ASKED, paid_on=OLD, receipt=receipt
    )
    case = CaseFactory(
        authority=town, number="复议1", application=asked, parties=f"{NAME}、{OTHER}", cause=f"{OTHER}不服答复",
        accepted_on=OLD, concluded_on=OLD, result="upheld",
    )  # fmt: skip
    Hearing.objects.create(case=case, at=timezone.now(), place="第一法庭", note=f"{OTHER}到庭")
    paper(asked, "identity")
    docx = paper(asked, "letter")
    Letter.objects.create(
        application=asked,
        kind="reply",
        number="示〔2012〕1号",
        dated_on=OLD,
        docx=docx,
        party=party,
        voided_on=OLD,
        void_reason=f"{THIRD}的名称写错了",
    )
    paper(case, "case")
    return asked


def paper(of, kind):
    return keep_paper(of=of, kind=kind, name="标记文件.pdf", data=b"%PDF", media_type="application/pdf")


def run(*options):
    out = io.StringIO()
    call_command("erase_applicants", *options, stdout=out)
    return out.getvalue()


def everything():
    """Every value of what hangs on applications and cases, decrypted."""
    models = (Application, Case, Step, Party, Opinion, Paper, Letter, Fee, Hearing, RecordCorrection, Complaint)
    return str([list(model.objects.values()) for model in models])


def found(where):
    return [mark for mark in MARKS if mark in where]


# --- What goes --------------------------------------------------------------------


def test_nothing_personal_is_left(full, media, django_capture_on_commit_callbacks):
    assert sorted(found(everything())) == sorted(MARKS)
    assert len([one for one in media.rglob("*") if one.is_file()]) == 3

    with django_capture_on_commit_callbacks(execute=True):
        text = run()

    assert text.startswith("保存 10 年，已清除 ")
    assert "申请 1 件，另外的案件 0 件，更正申请 0 件，投诉举报 0 件。" in text
    assert found(everything()) == []
    assert [one for one in media.rglob("*") if one.is_file()] == []


def test_application_says_so_and_keeps_what_is_counted(full):
    run()

    kept = Application.objects.get()
    assert (kept.applicant, kept.document, kept.applicant_hash, kept.code_hash) == (ERASED, "", "", "")
    assert kept.erased_on == timezone.localdate()
    assert kept.content == "申请人标**，手机 ***，申请公开某村道路修建计划。"
    assert (kept.number, kept.applicant_kind, kept.received_on, kept.concluded_on, kept.outcome) == (
        "2012-001", "natural", ASKED, OLD, "disclosed",
    )  # fmt: skip
    assert (Step.objects.get().note, Step.objects.get().days) == ("已电话告知标**", 5)
    assert (Party.objects.get().name, Party.objects.get().matter) == (ERASED, "是否同意公开标**的材料")
    assert (Case.objects.get().cause, Case.objects.get().result) == ("标**不服答复", "upheld")
    letter = Letter.objects.get()
    assert (letter.number, letter.docx.file.name, letter.void_reason) == ("示〔2012〕1号", "", "")
    assert Fee.objects.get().amount == 100


@pytest.mark.parametrize("edition", editions(), ids=lambda one: one.key)
def test_figures_of_past_years_stay_the_same(full, town, edition):
    ApplicationFactory(
        authority=town, received_on=dt.date(2012, 12, 30), concluded_on=dt.date(2013, 1, 9), outcome="petition",
        applicant_kind="business",
    )  # fmt: skip
    years = (2012, 2013, 2026)
    before = [count(edition, [town.pk], year) for year in years]

    run()

    assert Application.objects.exclude(erased_on=None).count() == 2
    assert [count(edition, [town.pk], year) for year in years] == before
    assert any(before[0].values()), "there was something to be counted"


def test_acts_say_that_and_not_what(full):
    run()

    act = Act.objects.get(verb="erase")
    assert (act.kind, act.label, act.changes) == ("disclosure.application", "2012-001", {"个人信息": ["", "已清除"]})
    told = str(list(Act.objects.values("label", "changes", "source", "name", "key")))
    assert found(told) == []


def test_registers_and_cases_by_themselves_go_too(town, django_capture_on_commit_callbacks, media):
    whose = {"authority": town, "received_on": ASKED, "concluded_on": OLD, "person": NAME, "contact": PHONE}
    RecordCorrection.objects.create(**whose, number="更1", content=OTHER, note="标记意见", result="declined")
    Complaint.objects.create(**whose, number="投1", content=OTHER, result="unfounded")
    paper(CaseFactory(authority=town, parties=OTHER, accepted_on=OLD, concluded_on=OLD, result="upheld"), "case")

    with django_capture_on_commit_callbacks(execute=True):
        text = run()

    assert "申请 0 件，另外的案件 1 件，更正申请 1 件，投诉举报 1 件。" in text
    assert found(everything()) == []
    assert [one for one in media.rglob("*") if one.is_file()] == []
    assert "申请 0 件，另外的案件 0 件，更正申请 0 件，投诉举报 0 件。" in run()


# --- When -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "years", "before"),
    [
        (TODAY, 10, BEFORE),
        (dt.date(2024, 2, 29), 10, dt.date(2014, 2, 28)),
        (dt.date(2024, 2, 29), 4, dt.date(2020, 2, 29)),
    ],
)
def test_period_is_counted_by_the_calendar(on, years, before):
    assert keeping_limit(on, years) == before


@pytest.mark.parametrize(("concluded_on", "is_due"), [(BEFORE - dt.timedelta(1), True), (BEFORE, False), (None, False)])
def test_application_is_due_from_the_day_after_its_period(town, concluded_on, is_due):
    ApplicationFactory(
        authority=town, received_on=ASKED, concluded_on=concluded_on, outcome="disclosed" if concluded_on else ""
    )

    assert due_applications(BEFORE).exists() is is_due


@pytest.mark.parametrize(("concluded_on", "is_due"), [(None, False), (BEFORE, False), (BEFORE - dt.timedelta(1), True)])
def test_case_holds_its_application_back(town, concluded_on, is_due):
    asked = ApplicationFactory(authority=town, received_on=ASKED, concluded_on=OLD, outcome="disclosed")
    CaseFactory(
        authority=town, application=asked, accepted_on=OLD, concluded_on=concluded_on,
        result="upheld" if concluded_on else "",
    )  # fmt: skip

    assert due_applications(BEFORE).exists() is is_due


def test_open_complaint_holds_it_back_and_is_told(full):
    Complaint.objects.create(
        authority=full.authority, application=full, number="投1", received_on=OLD, person="甲", content="内容"
    )

    text = run()

    assert "申请 0 件" in text
    assert "有 1 件申请期限已满，但关联的案件或者投诉未结、未满期限，没有清除。" in text
    assert Application.objects.get().applicant == NAME


def test_dry_run_tells_and_touches_nothing(full):
    before, acts = everything(), Act.objects.count()

    text = run("--dry-run")

    assert "将清除" in text
    assert "申请 1 件，" in text
    assert (everything(), Act.objects.count()) == (before, acts)


def test_years_come_from_the_setting_or_are_given(full):
    assert "申请 0 件" in run("--years", "30")
    assert "保存 10 年，将清除" in run("--dry-run")
    with pytest.raises(Failure, match="至少为 1"):
        run("--years", "0")


def test_one_authority_alone(full):
    AuthorityFactory(code="other")

    assert "申请 0 件" in run("--authority", "other")
    assert "申请 1 件" in run("--authority", "town")


def test_second_run_finds_nothing(full):
    run()

    assert "申请 0 件，另外的案件 0 件" in run()
    assert not erase(full.pk, on=TODAY, before=BEFORE)


def test_orphans_of_files_are_swept(full, media):
    import os

    orphan, young = media / "papers" / "ab" / ("ab" + "0" * 30), media / "papers" / "ab" / ("ab" + "1" * 30)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    for one in (orphan, young):
        one.write_bytes(b"x")
    two_days_ago = timezone.now().timestamp() - 2 * 86400
    os.utime(orphan, (two_days_ago, two_days_ago))
    kept = [media / str(one.file.name) for one in Paper.objects.all()]
    for path in kept:
        os.utime(path, (two_days_ago, two_days_ago))

    text = run("--years", "30")

    assert "另外清理了 1 个没有用处的临时文件。" in text
    assert [orphan.exists(), young.exists(), *(path.exists() for path in kept)] == [False, True, True, True, True]


# --- For good ---------------------------------------------------------------------


@pytest.fixture
def handler(full):
    user = User.objects.create_superuser("办")
    run()
    full.refresh_from_db()
    return user


def test_desk_writes_nothing_into_it(full, handler):
    full.applicant = "写回去的"

    with pytest.raises(Refused, match="按保存期限清除，只供统计，不能再改动"):
        keep_application(full, by=handler)
    with pytest.raises(Refused, match="不能再改动"):
        record_step(Step(application=full, kind="corrected", on=OLD), by=handler)
    with pytest.raises(Refused, match="不能再改动"):
        paper(full, "identity")
    assert Application.objects.get().applicant == ERASED


def test_file_that_went_is_told(full, handler):
    with pytest.raises(Refused, match="已按保存期限清除"):
        read_paper(Paper.objects.first(), by=handler)


def test_page_says_so_and_offers_no_change(full, handler, client):
    client.force_login(handler)

    page = client.get(f"/admin/disclosure/application/{full.pk}/change/").content.decode()
    sent = client.post(f"/admin/disclosure/application/{full.pk}/change/", {"applicant": "写回去的"})

    assert "按保存期限清除，只保留统计所需的内容，不能恢复" in page
    assert 'name="_save"' not in page
    assert 'name="applicant"' not in page
    assert "添加材料" not in page
    assert sent.status_code == 403
    assert ERASED in client.get("/admin/disclosure/application/").content.decode()


HEADING = ["申请编号", "申请人类型", "申请人", "收到日期", "申请内容", "办理结果", "办结日期"]


def test_import_does_not_refill_it(full, handler, town):
    row = ["2012-001", "自然人", NAME, "2012-03-01", "申请公开", "予以公开", "2012-03-20"]

    with pytest.raises(Refused, match="「申请编号」：「2012-001」的个人信息已按保存期限清除"):
        import_file("applications", text([HEADING, row]).encode(), "表.csv", town)

    assert Application.objects.get().applicant == ERASED


def test_export_of_it_comes_back_unchanged(full, handler, town, client):
    client.force_login(handler)
    data = b"".join(client.get("/admin/disclosure/application/export/csv/").streaming_content)

    outcome = import_file("applications", data, "表.csv", town)

    assert (outcome.unchanged, outcome.changed) == (1, 0)


def test_search_for_the_mark_finds_nobody(full, handler):
    condition = Application._meta.get_field("applicant_hash").matching(ERASED)

    assert not Application.objects.filter(condition).exists()
    Application.objects.get().save()
    assert not Application.objects.exclude(applicant_hash="").exists()


def test_query_code_finds_nothing_any_more(full, handler, town):
    from disclosure.desk.applications.online.submission import progress

    assert progress(authority=town, number="2012-001", code="ACDEFGHJKM", today=localdate()) is None
