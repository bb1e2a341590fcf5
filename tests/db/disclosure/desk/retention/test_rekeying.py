"""`rekey`: everything under a key of personal data comes under the newest, and then the old key may go."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import localdate

from disclosure.desk.applications.online.codes import PURPOSE, code_hash
from disclosure.desk.applications.papers import keep_paper
from disclosure.desk.items import privacy
from disclosure.desk.retention import rekeying
from disclosure.errors import WrongKey
from disclosure.models import (
    Act,
    Application,
    Case,
    Complaint,
    Item,
    Paper,
    Party,
    PendingImport,
    PendingPaper,
    RecordCorrection,
    User,
)
from disclosure.models.encryption import DataKey, EncryptedTextField, decrypt, hashes
from reports.desk import privacy as report_privacy
from reports.desk.writing import begin_report
from reports.models import AnnualReport
from tests.factories import ApplicationFactory, CaseFactory, ItemFactory
from tests.support.vault import OTHER_KEY, THIRD_KEY

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
PHONE = "13800001234"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def old(settings):
    return DataKey.parsed(settings.DATA_KEYS[0]).id


@pytest.fixture
def new():
    return DataKey.parsed(OTHER_KEY).id


@pytest.fixture
def both(settings):
    """Puts the new key before the old one; gives what takes the old one away."""
    before = settings.DATA_KEYS

    def put():
        settings.DATA_KEYS = [OTHER_KEY, *before]

        def without_old():
            settings.DATA_KEYS = [OTHER_KEY]

        return without_old

    return put


def everything():
    """Something in every place where values lie under keys; gives what they are read as."""
    user = User.objects.create_user("甲", is_staff=True)
    asked = ApplicationFactory(
        number="2026-001", applicant="示例甲", document_kind="居民身份证", document="TEST0000000001", phone=PHONE,
        email="a@example.invalid", address="示例路一号", fax="0000-0000001", help_wanted="大字版",
        code_hash=code_hash("ACDEFGHJKM"),
    )  # fmt: skip
    whose = {"authority": asked.authority}
    case = CaseFactory(**whose, application=asked, parties="示例乙")
    Party.objects.create(
        application=asked, kind="third_party", name="示例丙", contact="0000", asked_on=DAY, reasons="理由"
    )
    RecordCorrection.objects.create(
        **whose, number="更1", received_on=DAY, person="示例丁", content="内容", contact="1"
    )
    Complaint.objects.create(**whose, number="投1", received_on=DAY, person="示例戊", content="内容", contact="1")
    keep_paper(of=asked, kind="identity", name="身份证.jpg", data=b"picture", media_type="image/jpeg")
    keep_paper(of=case, kind="case", name="判决书.pdf", data=b"judgement", media_type="application/pdf")
    waiting = PendingImport(kind="applications", **whose, user=user, session="", name="表.csv", fingerprint="")
    waiting.data = b"rows"
    waiting.save(force_insert=True)
    held = PendingPaper(**whose, form="1" * 32, name="正面.jpg", media_type="image/jpeg")
    held.data = b"held"
    held.save(force_insert=True)
    item = ItemFactory(**whose, state="draft", published_on=None, body=f"<p>联系人手机 {PHONE}</p>")
    [finding] = privacy.findings(item)
    admin = User.objects.create_superuser("管")
    privacy.justify(item=item, kind=finding.kind, digest=finding.digest, reason="公开的办公电话", by=admin)
    report = begin_report(authority=whose["authority"], year=2025, by=admin)
    report.texts.filter(slot="overview").update(html=f"<p>联系人手机 {PHONE}</p>")
    [finding] = report_privacy.findings(report)
    report_privacy.justify(report=report, kind=finding.kind, digest=finding.digest, reason="办公电话", by=admin)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)


def read_all():
    """Every encrypted value of every model, every file and secret, in the clear."""
    found = {}
    for model in apps.get_models():
        fields = [one.name for one in model._meta.concrete_fields if isinstance(one, EncryptedTextField)]
        if fields:
            found[model._meta.label] = list(model._base_manager.order_by("pk").values_list("pk", *fields))
    found["files"] = [paper.read() for paper in Paper.objects.order_by("pk")]
    found["waiting"] = [one.data for model in (PendingImport, PendingPaper) for one in model.objects.all()]
    found["findings"] = [one.reason for item in Item.objects.all() for one in privacy.findings(item)]
    found["reports"] = [one.reason for report in AnnualReport.objects.all() for one in report_privacy.findings(report)]
    by_kind = {one.type: one for one in Authenticator.objects.all()}
    found["codes"] = RecoveryCodes(by_kind["recovery_codes"]).generate_codes()
    found["totp"] = secret_of(by_kind["totp"])
    return found


def secret_of(device):
    return decrypt(device.data["secret"], "mfa.authenticator")


def rekey(*options):
    """What the command prints, and its exit status."""
    out, status = io.StringIO(), 0
    try:
        call_command("rekey", *options, stdout=out)
    except SystemExit as end:
        status = end.code
    return out.getvalue(), status


def under(key):
    """How many values lie under this key, wherever they lie."""
    from disclosure.desk.retention.rekeying_files import file_stores
    from jinling_portal.signing_in.secrets import Secrets

    return sum(store.counts_by_key()[key] for store in [*rekeying.text_columns(), *file_stores(), Secrets()])


# --- The whole --------------------------------------------------------------------


def test_old_key_may_go_afterwards_and_all_reads_as_before(both, old, new):
    everything()
    before, without_old = read_all(), both()

    text, status = rekey()

    assert status == 0, text
    assert f"所有的值都在编号 {new} 的密钥下，其余的密钥可以从 DATA_KEYS 中删除。" in text
    without_old()
    assert read_all() == before
    assert before["findings"] == ["公开的办公电话"], "a reason that stays must have been there to be lost"
    assert before["reports"] == ["办公电话"]


def test_without_it_the_old_key_is_needed_for_everything(both):
    everything()
    both()()

    for read in (
        lambda: list(Application.objects.all()), lambda: list(Case.objects.all()), lambda: list(Party.objects.all()),
        lambda: Paper.objects.only("token", "file").first().read(), lambda: PendingPaper.objects.defer("name").get().data,
        lambda: PendingImport.objects.defer("name").get().data, lambda: RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes(),
    ):  # fmt: skip
        with pytest.raises(WrongKey):
            read()
    assert [one.reason for one in privacy.findings(Item.objects.get())] == [""]


@pytest.mark.parametrize(("field", "text"), [("applicant", "示例甲"), ("document", "TEST0000000001"), ("phone", PHONE)])
def test_equal_values_are_found_afterwards(both, field, text):
    everything()
    without_old = both()
    rekey()
    without_old()

    found = Application.objects.filter(Application._meta.get_field(f"{field}_hash").matching(text))
    assert [one.number for one in found] == ["2026-001"]
    assert RecordCorrection.objects.filter(RecordCorrection._meta.get_field("person_hash").matching("示例丁")).exists()


def test_query_code_works_afterwards(both):
    from disclosure.desk.applications.online.submission import progress

    everything()
    without_old = both()
    rekey()
    without_old()

    authority = Application.objects.get().authority
    assert progress(authority=authority, number="2026-001", code="acdef-ghjkm", today=localdate()) is not None


def test_check_counts_by_key_and_changes_nothing(both, old, new):
    everything()
    both()

    text, status = rekey("--check")

    assert status == 1
    lines = text.splitlines()
    assert f"信息公开申请的个人信息：7 个，密钥 {old}（旧的，仍在 DATA_KEYS 中）" in lines
    assert f"材料和文书的文件：2 个，密钥 {old}（旧的，仍在 DATA_KEYS 中）" in lines
    assert f"两步验证的密文：2 个，密钥 {old}（旧的，仍在 DATA_KEYS 中）" in lines
    assert "保留个人信息的理由：1 个，在旧的密钥下" in lines
    assert lines[-1].endswith(f"个值不在编号 {new} 的密钥下，旧密钥还不能删除。")
    assert under(new) == 0
    assert not Act.objects.filter(verb="rekey").exists()


def test_second_run_finds_nothing_to_do(both, new):
    everything()
    both()
    rekey()
    before = list(Application.objects.values_list("applicant_hash", flat=True)), raw("applicant")

    text, status = rekey()

    assert status == 0
    assert f"已有 0 个值改用编号 {new} 的密钥。" in text
    assert (list(Application.objects.values_list("applicant_hash", flat=True)), raw("applicant")) == before
    assert rekey("--check")[1] == 0


def test_it_is_one_act_that_tells_no_value(both, new):
    everything()
    both()
    rekey()

    act = Act.objects.get(verb="rekey")
    assert act.label.endswith(f"个加密的值改用编号 {new} 的密钥")
    assert (act.changes, act.channel) == ({}, "command")


def raw(column, table="disclosure_application"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")  # noqa: S608 a column of this test
        return [row[0] for row in cursor.fetchall()]


# --- While the site runs ------------------------------------------------------------


def test_value_saved_meanwhile_is_not_overwritten(both, monkeypatch):
    """Between the reading of a row and its writing somebody saves it."""
    asked = ApplicationFactory(applicant="旧的名字", phone=PHONE)
    without_old = both()
    read = rekeying.TextColumns._changes

    def saved_meanwhile(store, values):
        made = read(store, values)
        Application.objects.filter(pk=asked.pk).update(applicant="新的名字")
        return made

    monkeypatch.setattr(rekeying.TextColumns, "_changes", saved_meanwhile)
    rekey()
    monkeypatch.undo()
    rekey()
    without_old()

    stored = Application.objects.get()
    assert (stored.applicant, stored.phone) == ("新的名字", PHONE)


def test_interrupted_run_goes_on_where_it_was(both, monkeypatch, old, new):
    for number in range(5):
        ApplicationFactory(applicant=f"示例{number}")
    both()
    monkeypatch.setattr(rekeying, "AT_ONCE", 2)
    store = next(one for one in rekeying.text_columns() if "信息公开申请" in one.title)

    next(store.renew())  # and no further

    assert (store.counts_by_key()[new], store.counts_by_key()[old]) == (2, 3)
    assert rekey()[1] == 0
    assert (store.counts_by_key()[new], store.counts_by_key()[old]) == (5, 0)


@pytest.mark.django_db(transaction=True)
def test_row_that_somebody_holds_is_left_and_nobody_waits(both):
    """On PostgreSQL; on SQLite a writer waits for the other."""
    if connection.vendor != "postgresql":
        return
    asked = [ApplicationFactory(applicant=f"示例{number}") for number in range(2)]
    without_old = both()
    store = next(one for one in rekeying.text_columns() if "信息公开申请" in one.title)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        list(Application.objects.select_for_update().filter(pk=asked[0].pk).values_list("pk"))
        done = pool.submit(partial(elsewhere, lambda: sum(one.renewed for one in store.renew()))).result(timeout=30)

    assert done == 1
    assert rekey()[1] == 0
    without_old()
    assert [one.applicant for one in Application.objects.order_by("pk")] == ["示例0", "示例1"]


def elsewhere(work):
    try:
        return work()
    finally:
        connection.close()


def test_file_is_there_at_every_moment(both, monkeypatch):
    everything()
    both()
    from pathlib import Path

    seen, replace = [], Path.replace

    def watched(draft, path):
        seen.append(path.read_bytes() != b"")
        return replace(draft, path)

    monkeypatch.setattr(Path, "replace", watched)
    rekey()

    assert seen == [True, True]


def test_file_erased_meanwhile_does_not_come_back(both, tmp_path):
    from disclosure.desk.retention.rekeying_files import PaperFiles

    everything()
    both()
    store = PaperFiles()
    pages = store._kept()
    first = next(pages)
    Paper.objects.filter(pk=first.pk).update(file="")

    assert store._renewed(first.pk).renewed == 0


# --- What cannot be done ------------------------------------------------------------


def test_value_under_a_key_that_is_gone_is_told_and_the_rest_is_done(settings):
    before = settings.DATA_KEYS
    settings.DATA_KEYS = [THIRD_KEY]
    lost = ApplicationFactory(applicant="打不开的")
    settings.DATA_KEYS = [OTHER_KEY, *before]
    kept = ApplicationFactory(applicant="打得开的")

    text, status = rekey()

    assert status == 1
    third = DataKey.parsed(THIRD_KEY).id
    assert "有 1 个值用现有的密钥都打不开，没有改动；请把原来的密钥加回 DATA_KEYS。" in text
    assert f"信息公开申请的个人信息：1 个，密钥 {third}（不在 DATA_KEYS 中）" in text
    assert Application.objects.get(pk=kept.pk).applicant == "打得开的"
    with pytest.raises(WrongKey):
        Application.objects.get(pk=lost.pk)


def test_file_that_is_not_there_is_told(both):
    everything()
    both()
    paper = Paper.objects.first()
    paper.file.storage.delete(paper.file.name)

    text, status = rekey()

    assert status == 1
    assert "材料和文书的文件：1 个，文件不在原处，请从备份中恢复" in text


def test_codes_of_before_are_counted(both):
    ApplicationFactory(code_hash=hashes("ACDEFGHJKM", PURPOSE)[0])
    both()

    text, status = rekey()

    assert status == 0
    assert "有 1 个查询码还按从前的方式保存" in text
