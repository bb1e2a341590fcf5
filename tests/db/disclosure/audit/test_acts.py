"""What staff do leaves its act: who, from where, through what, before and after; never a personal value."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure.desk.audit import log as acts_module
from disclosure.desk.audit.archive import archive_acts
from disclosure.desk.audit.log import save_recorded
from disclosure.desk.audit.verify import ChainWalk, chain_faults
from disclosure.desk.common.records import keep_record
from disclosure.errors import Refused
from disclosure.exchange.importing import import_file
from disclosure.models import Act, ActArchive, Application, Attachment, Item, User, Verb
from tests.factories import ApplicationFactory, AttachmentFactory, CategoryFactory, ItemFactory, MatterFactory
from tests.support.acts import unguarded
from tests.support.desk import NO_PARTS, address

pytestmark = pytest.mark.django_db
MARKS = ("标记甲某", "139-MARK-0001", "MARK-DOCUMENT-1", "mark@example.com", "标记路一号")
PERSONAL = dict(zip(("applicant", "phone", "document", "email", "address"), MARKS, strict=True))


@pytest.fixture
def boss(client):
    user = User.objects.create_superuser("boss", password="a long enough password", last_name="示", first_name="例")
    client.force_login(user)
    return user


def last(verb=None):
    acts = Act.objects.filter(verb=verb) if verb else Act.objects.all()
    return acts.first()


def test_change_on_screen_tells_who_whence_and_what(client, boss):
    matter = MatterFactory(name="旧名")

    client.post(
        address(type(matter), "change", matter.pk),
        {"authority": matter.authority_id, "kind": matter.kind, "name": "新名", "established_on": "2010-01-01"},
        REMOTE_ADDR="192.0.2.7",
    )

    act = last()
    assert (act.user, act.name, act.address, act.channel) == (boss, "示例", "192.0.2.7", "screen")
    assert act.source == address(type(matter), "change", matter.pk)
    assert (act.verb, act.kind, act.key, act.label) == ("change", "disclosure.matter", str(matter.pk), "新名")
    assert (act.authority_id, act.changes) == (matter.authority_id, {"name": ["旧名", "新名"]})


@pytest.mark.parametrize("trusted,told", [(0, "192.0.2.7"), (1, "203.0.113.2"), (2, "203.0.113.1"), (3, "192.0.2.7")])
def test_address_is_that_before_our_own_proxies(client, boss, settings, trusted, told):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    application = ApplicationFactory()

    client.get(
        address(Application, "change", application.pk),
        REMOTE_ADDR="192.0.2.7",
        HTTP_X_FORWARDED_FOR="203.0.113.1, 203.0.113.2",
    )

    assert last(Verb.LOOK).address == told


def test_save_that_changes_nothing_leaves_no_act(boss):
    matter = MatterFactory()
    before = Act.objects.count()

    save_recorded(matter, by=boss)

    assert Act.objects.count() == before


def test_record_is_not_kept_where_the_act_cannot_be(boss, monkeypatch):
    def broken(*_):
        raise IntegrityError

    matter = MatterFactory(name="旧名")
    matter.name = "新名"
    monkeypatch.setattr(acts_module, "chain_hash", broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_record(matter, by=boss)

    matter.refresh_from_db()
    assert matter.name == "旧名"


def test_deletion_keeps_what_was(client, boss):
    item = AttachmentFactory(item=ItemFactory(title="删去的", formed_on=date(2023, 6, 1), published_on=None)).item

    client.post(address(Item, "delete", item.pk), {"post": "yes"})

    of_attachment, of_item = Act.objects.filter(kind="disclosure.item").order_by("-number")[:2][::-1]
    assert (of_item.verb, of_item.label, of_item.changes["formed_on"]) == ("delete", "删去的", ["2023-06-01", ""])
    assert of_attachment.changes["附件「附件.txt」文件名"] == ["附件.txt", ""]


def test_bulk_deletion_leaves_an_act_a_record(client, boss):
    items = ItemFactory.create_batch(3, published_on=None)

    client.post(
        address(Item, "changelist"),
        {"action": "delete_selected", "_selected_action": [item.pk for item in items], "post": "yes"},
    )

    assert not Item.objects.exists()
    assert Act.objects.filter(verb=Verb.DELETE, kind="disclosure.item").count() == 3


def test_attachments_on_the_form_are_changes_of_their_item(client, boss):
    category = CategoryFactory()
    form = {
        "authority": category.authority_id,
        "category": category.pk,
        "title": "有附件的",
        "index_number": "索引",
        "formed_on": "2023-06-01",
        "method": "proactive",
        "validity": "in_force",
        **NO_PARTS,
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-file": ContentFile("内容".encode(), name="表.txt"),
        "attachments-0-position": "0",
    }

    client.post(address(Item, "add"), form)

    item = Item.objects.get()
    acts = Act.objects.filter(kind="disclosure.item", key=str(item.pk)).order_by("number")
    assert Attachment.objects.count() == 1
    assert [act.verb for act in acts] == ["add", "change"]
    assert acts[1].changes["附件「表.txt」文件名"] == ["", "表.txt"]


def csv(rows):
    return "\n".join(rows).encode()


def test_import_leaves_an_act_a_record_and_one_of_its_own(boss):
    authority = MatterFactory(name="甲").authority
    heading = "事项名称,事项类型,设立日期"
    rows = csv([heading, "甲,行政许可,2011-01-01", "乙,行政许可,2010-01-01"])

    import_file("matters", rows, "姓名.csv", authority, by=boss)

    changed, whole = Act.objects.filter(verb=Verb.CHANGE).first(), last()
    added = Act.objects.get(verb=Verb.ADD, label="乙")
    assert {act.user for act in (added, changed, whole)} == {boss}
    assert {act.channel for act in (added, changed, whole)} == {"import"}
    assert len(whole.source) == 64
    assert (added.source, added.changes) == (f"{whole.source[:16]} 第3行", {})
    assert (changed.source, changed.changes) == (
        f"{whole.source[:16]} 第2行",
        {"established_on": ["2010-01-01", "2011-01-01"]},
    )
    assert whole.label == "新增 1，变更 1，未变 0，拒绝 0"


def test_command_is_named(tmp_path):
    call_command("create_authority", "town-x", "某镇")

    act = Act.objects.get(kind="disclosure.authority")
    assert (act.channel, act.source, act.user) == ("command", "create_authority", None)
    assert Act.objects.filter(kind="disclosure.category").exists()


def test_looks_searches_and_exports_of_personal_data_are_noted(client, boss):
    application = ApplicationFactory(number="申请一", **PERSONAL)

    client.get(address(Application, "change", application.pk))
    look = last()
    client.post(address(Application, "search"), {"q": MARKS[0]})
    search = last()
    list(client.get(reverse("admin:disclosure_application_export", args=("csv",))).streaming_content)

    assert (look.verb, look.label, look.key) == (Verb.LOOK, "申请一", str(application.pk))
    assert search.verb == Verb.SEARCH
    assert (last().verb, last().label) == (Verb.EXPORT, "1 条，CSV，不含个人信息")


def test_who_may_not_see_looks_at_nothing(client):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_application"))
    client.force_login(user)
    application = ApplicationFactory(**PERSONAL)

    client.get(address(Application, "change", application.pk))
    client.post(address(Application, "search"), {"q": MARKS[0]})
    list(client.get(reverse("admin:disclosure_application_export", args=("csv",))).streaming_content)

    assert not Act.objects.filter(verb__in=(Verb.LOOK, Verb.SEARCH)).exists()
    assert last().label == "1 条，CSV，不含个人信息"


def test_no_act_holds_a_personal_value(client, boss):
    """Every way that personal data goes."""
    application = ApplicationFactory(**PERSONAL)
    heading = "申请编号,申请人类型,申请人,收到日期,申请内容,办理结果,办结日期,联系电话,证件号码,电子邮箱,通讯地址"
    row = f"新的,自然人,{MARKS[0]},2023-01-05,内容,,,{MARKS[1]},{MARKS[2]},{MARKS[3]},{MARKS[4]}"
    again = row.replace("新的", application.number).replace(MARKS[1], "139-MARK-0002")
    import_file("applications", csv([heading, row, again]), f"{MARKS[0]}.csv", application.authority, by=boss)
    application.refresh_from_db()
    application.applicant = f"{MARKS[0]}改"
    keep_record(application, by=boss)
    client.get(address(Application, "change", application.pk))
    for text in MARKS:
        client.post(address(Application, "search"), {"q": text}, follow=True)
    list(client.get(reverse("admin:disclosure_application_export", args=("csv",))).streaming_content)
    client.post(address(Application, "delete", application.pk), {"post": "yes"})

    stored = json.dumps(list(Act.objects.values()), default=str, ensure_ascii=False)
    assert not [mark for mark in (*MARKS, "MARK", "标记") if mark in stored]
    assert Act.objects.filter(changes__applicant=[None, None], verb=Verb.DELETE).exists()
    assert Act.objects.filter(changes__phone=[None, None], verb=Verb.CHANGE, channel="import").exists()
    assert list(chain_faults(ChainWalk())) == []


def test_signing_in_and_out(client, boss):
    client.logout()
    assert (last().verb, last().user) == (Verb.SIGN_OUT, boss)

    client.post("/admin/login/", {"username": "boss", "password": "a long enough password"})
    assert (last().verb, last().user, last().channel) == (Verb.SIGN_IN, boss, "screen")


def test_name_that_failed_is_kept_masked(boss):
    Client().post("/admin/login/", {"username": "SecretTyped", "password": "not-to-be-kept"})

    act = last()
    stored = json.dumps(Act.objects.filter(number=act.number).values()[0], default=str)
    assert (act.verb, len(act.key)) == (Verb.SIGN_IN_FAILED, 32)
    assert not any(part in stored for part in ("SecretTyped", "ecret", "not-to-be-kept"))


def test_password_is_noted_without_it(boss):
    boss.set_password("another long password")
    boss.save()

    assert (last().verb, last().changes) == (Verb.PASSWORD, {"password": [None, None]})


def test_groups_and_permissions_are_noted_from_both_ends(boss):
    group, permission = Group.objects.create(name="某组"), Permission.objects.get(codename="view_item")
    group.permissions.add(permission)
    given = last()
    boss.groups.add(group)
    joined = last()
    group.user_set.remove(boss)
    left = last()
    boss.is_superuser = False
    boss.save()

    assert {act.verb for act in (given, joined, left, last())} == {Verb.PERMISSIONS}
    assert (given.kind, given.changes) == ("auth.group", {"permissions": ["", "公开信息：查看"]})
    assert (joined.key, joined.changes) == (str(boss.pk), {"groups": ["", "某组"]})
    assert (left.key, left.changes) == (str(boss.pk), {"groups": ["某组", ""]})
    assert last().changes == {"is_superuser": ["是", "否"]}


def test_account_made_and_deleted_on_screen(client, boss):
    password = "some long password"
    client.post(
        address(User, "add"),
        {"username": "new", "password1": password, "password2": password, "usable_password": "true"},
    )
    user = User.objects.get(username="new")
    client.post(address(User, "delete", user.pk), {"post": "yes"})

    acts = Act.objects.filter(kind="disclosure.user", key=str(user.pk), user=boss).order_by("number")
    assert [(act.verb, act.label) for act in acts] == [("add", "new"), ("delete", "new")]
    assert password not in str(acts.values())


def old_acts(count, days):
    begin = timezone.now() - timedelta(days=days)
    for number in range(count):
        acts_module.append([acts_module.NewAct("add", label=f"第{number}件")], at=begin + timedelta(hours=number))


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "audit"


def test_old_acts_go_to_a_file_and_the_chain_stays_whole(folder, capsys):
    old_acts(5, days=500)
    old_acts(2, days=10)

    call_command("archive_audit")

    (path,) = folder.iterdir()
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert list(Act.objects.order_by("number").values_list("number", "verb")) == [
        (6, "add"),
        (7, "add"),
        (8, "archive"),
    ]
    call_command("verify_audit")
    assert "没有发现问题" in capsys.readouterr().out


def test_archives_follow_each_other(folder, capsys):
    old_acts(3, days=900)
    archive_acts(now=timezone.now() - timedelta(days=450))
    old_acts(2, days=440)
    archive_acts(now=timezone.now())

    assert [path.name for path in sorted(folder.iterdir())] == [
        "acts-0000000001-0000000003.jsonl.gz",
        "acts-0000000004-0000000006.jsonl.gz",
    ]
    call_command("verify_audit")
    assert "没有发现问题" in capsys.readouterr().out


def test_archive_row_that_no_command_made_is_found(folder, capsys):
    old_acts(3, days=900)
    third = Act.objects.get(number=3)
    ActArchive.objects.create(through=3, first=1, hash=third.hash, name="没有", digest="0" * 64, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_act")

    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert "归档登记是插入的" in capsys.readouterr().err


def test_broken_chain_is_not_archived(folder):
    old_acts(3, days=900)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_act SET label = '别的' WHERE number = 2")

    with pytest.raises(Refused, match="没有归档：第2条"):
        archive_acts(now=timezone.now())
    assert Act.objects.count() == 3


@pytest.mark.parametrize("days", ["0", "30", "183"])
def test_six_months_are_kept_whatever_is_asked(folder, days):
    old_acts(1, days=500)

    with pytest.raises(Exception, match="至少保留六个月"):
        call_command("archive_audit", "--days", days)

    assert Act.objects.count() == 1


@pytest.mark.parametrize("damage", ["line", "bytes"])
def test_altered_archive_is_found(folder, capsys, damage):
    old_acts(5, days=500)
    call_command("archive_audit")
    (path,) = folder.iterdir()
    if damage == "bytes":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        text = gzip.decompress(path.read_bytes()).decode().replace("第2件", "别的")
        path.write_bytes(gzip.compress(text.encode()))

    with pytest.raises(SystemExit):
        call_command("verify_audit")

    told = capsys.readouterr().err
    assert "与归档时的摘要不符" in told
    assert damage == "bytes" or "第3条（" in told


def test_seal_is_printed_kept_and_mailed(folder, settings, mailoutbox, capsys):
    settings.AUDIT_MAIL = ["office@example.com"]
    old_acts(3, days=2)
    day = timezone.localdate(Act.objects.first().at)

    call_command("seal_audit", "--day", day.isoformat())

    path = Path(settings.VAR_DIR) / "seals" / f"{day}.txt"
    assert Act.objects.first().hash in path.read_text(encoding="utf-8") == mailoutbox[0].body
    assert "封存单" in capsys.readouterr().out
    with pytest.raises(Exception, match="还没有结束"):
        call_command("seal_audit", "--day", (timezone.localdate() + timedelta(days=1)).isoformat())
