"""Files come in: the original stays inside, a cleaned copy goes out, a document becomes a draft."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.desk.items import intake
from disclosure.desk.items.intake import (
    attach,
    draft_from,
    drafts_from,
    drafts_from_archive,
    prepare_attachment,
)
from disclosure.documents import isolated
from disclosure.errors import Refused
from disclosure.isolation import office_suite
from disclosure.law.choices.items import ItemState
from disclosure.models import Act, Attachment, Item, Picture
from tests.factories import AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.documents import image, p, pack, pdf, picture, unpack, word

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 6)
NOTICE = (Path(__file__).resolve().parents[4] / "data" / "documents" / "notice.docx").read_bytes()


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("编辑", password=None)


@pytest.fixture
def column():
    return CategoryFactory(authority=AuthorityFactory(code="town"), name="通知公告")


@pytest.fixture
def draft(column, editor):
    def made(data, name="通知.docx"):
        return draft_from(authority=column.authority, category=column, data=data, name=name, by=editor, today=TODAY)

    return made


def content(file):
    with file.open("rb") as opened:
        return opened.read()


def stored():
    """Names of all files in storage."""
    _, files = default_storage.listdir("attachments") if default_storage.exists("attachments") else ([], [])
    return set(files)


# --- Attachments ----------------------------------------------------------------------


def test_original_stays_and_a_cleaned_copy_goes_out(editor):
    data = word(p("一"), comments="再核实")
    attachment = attach(item=ItemFactory(published_on=None), data=data, name="附件.docx", by=editor)
    attachment.refresh_from_db()

    assert attachment.name == "附件.docx"
    assert content(attachment.file) == data
    public = content(attachment.public_file)
    assert b"comments" not in public
    assert attachment.removed == "批注\n文件属性「作者」"
    assert attachment.text == "第1段\t一"


def test_size_and_checksum_are_of_what_the_public_downloads(editor):
    attachment = attach(item=ItemFactory(published_on=None), data=word(p("一")), name="附件.docx", by=editor)
    public = content(attachment.public_file)

    assert attachment.size == len(public)
    assert attachment.sha256 == hashlib.sha256(public).hexdigest()


def test_text_of_what_goes_out_is_kept_by_lines_with_its_place(editor):
    attachment = attach(item=ItemFactory(published_on=None), data="一\n\n二".encode(), name="附.txt", by=editor)

    assert attachment.text == "第1段\t一\n第2段\t二"


def test_pages_are_counted(editor):
    attachment = attach(item=ItemFactory(published_on=None), data=pdf(), name="附.pdf", by=editor)

    assert attachment.pages == 1


def test_attachments_keep_the_order_they_came_in(editor):
    item = ItemFactory(published_on=None)

    assert [attach(item=item, data=b"a", name=f"{n}.txt", by=editor).position for n in range(3)] == [0, 1, 2]


def test_attachment_is_an_act_on_its_item(editor):
    item = ItemFactory(published_on=None)
    attach(item=item, data=b"a", name="附.txt", by=editor)

    act = Act.objects.latest("number")
    assert (act.kind, act.key, act.verb, act.user_id) == ("disclosure.item", str(item.pk), "change", editor.pk)


def test_published_item_takes_no_attachment(editor):
    with pytest.raises(Refused, match="不是草稿"):
        attach(item=ItemFactory(), data=b"a", name="附.txt", by=editor)


def test_one_without_permission_attaches_nothing(django_user_model):
    nobody = django_user_model.objects.create_user("某人")

    with pytest.raises(Refused, match="没有新增附件的权限"):
        attach(item=ItemFactory(published_on=None), data=b"a", name="附.txt", by=nobody)


def test_what_cannot_be_read_leaves_nothing_behind(editor):
    before = stored()

    data, item = pack({**unpack(word(p("一"))), "word/vbaProject.bin": b"x"}), ItemFactory(published_on=None)
    with pytest.raises(Refused, match="含有宏"):
        attach(item=item, data=data, name="宏.docx", by=editor)
    assert not Attachment.objects.exists()
    assert stored() == before


def test_prepared_attachment_is_complete_when_it_is_saved():
    attachment = Attachment(item=ItemFactory(), file=SimpleUploadedFile("名.txt", "一".encode()))
    prepare_attachment(attachment)
    attachment.save()
    attachment.refresh_from_db()

    assert (attachment.name, attachment.text, content(attachment.file)) == ("名.txt", "第1段\t一", "一".encode())
    assert content(attachment.public_file) == "一".encode()


# --- Drafts ---------------------------------------------------------------------------


def test_draft_is_filled_from_the_document(draft, editor, column):
    item = draft(NOTICE).item
    item.refresh_from_db()

    assert item.title == "关于做好春季防火工作的通知"
    assert item.document_number == "金政办发〔2020〕3号"
    assert item.publisher == "金岭镇人民政府办公室"
    assert item.formed_on == date(2020, 3, 1)
    assert item.genre == "通知"
    assert item.index_number == "TOWN-2020-00001"
    assert item.state == ItemState.DRAFT
    assert item.author == editor
    assert item.category == column
    assert item.body.startswith("<p>各村、各单位：</p><h3>一、总体要求</h3>")


def test_every_guess_is_marked(draft):
    assert draft(NOTICE).item.guessed == "document_number formed_on genre keywords publisher summary title"


def test_what_is_not_found_is_the_name_of_the_file_and_today(draft):
    item = draft("很短。".encode(), "某个文件.txt").item

    assert (item.title, item.formed_on, item.guessed) == ("某个文件", TODAY, "formed_on title")
    assert item.index_number == "TOWN-2024-00001"


def test_original_is_the_first_attachment(draft):
    attachment = draft(NOTICE).item.attachments.get()

    assert attachment.is_source
    assert attachment.name == "通知.docx"
    assert content(attachment.file) == NOTICE


def test_pictures_have_addresses_of_their_own(draft):
    item = draft(word(p("一") + image("p1", "镇政府大门"), media={"p1": ("image1.png", picture())})).item
    kept = Picture.objects.get()

    assert kept.item == item
    assert (kept.alternative, kept.width, kept.height) == ("镇政府大门", 6, 4)
    assert f'src="/pictures/{kept.token}/"' in item.body
    assert kept.file.name.endswith(".png")


def test_what_the_conversion_says_is_handed_on(draft):
    assert "批注（1 条）没有转入正文。" in draft(NOTICE).warnings


def test_numbers_go_on(draft):
    assert [draft(NOTICE).item.index_number for _ in range(2)] == ["TOWN-2020-00001", "TOWN-2020-00002"]


def test_draft_is_an_act_of_its_own(draft, editor):
    item = draft(NOTICE).item
    acts = Act.objects.filter(kind="disclosure.item", key=str(item.pk)).order_by("number")

    assert [(act.verb, act.user_id) for act in acts][:1] == [("add", editor.pk)]


def test_document_and_its_files_come_together_or_not_at_all(draft, monkeypatch):
    before = stored()

    def fails(**_):
        raise Refused("不行")

    monkeypatch.setattr(intake, "attach", fails)
    with pytest.raises(Refused, match="不行"):
        draft(word(p("一") + image("p1"), media={"p1": ("image1.png", picture())}))
    assert not Item.objects.exists()
    assert not Picture.objects.exists()
    assert stored() == before


def test_one_without_permission_drafts_nothing(column, django_user_model):
    nobody = django_user_model.objects.create_user("某人")

    with pytest.raises(Refused, match="没有新增公开信息的权限"):
        draft_from(authority=column.authority, category=column, data=NOTICE, name="a.docx", by=nobody, today=TODAY)


def test_column_of_another_authority_is_refused(column, editor):
    with pytest.raises(Refused, match="另一个行政机关"):
        draft_from(authority=AuthorityFactory(), category=column, data=NOTICE, name="a.docx", by=editor, today=TODAY)


# --- The column, guessed --------------------------------------------------------------


def earlier(column, *titles):
    for title in titles:
        ItemFactory(authority=column.authority, category=column, title=title)


def test_column_is_guessed_from_what_went_before_and_marked(column, draft, editor):
    fires = CategoryFactory(authority=column.authority, name="森林防火")
    earlier(fires, "关于做好冬季森林防火工作的通知", "春季防火检查情况")
    earlier(column, "办公时间调整公告")

    made = draft_from(authority=column.authority, category=None, data=NOTICE, name="通知.docx", by=editor, today=TODAY)
    assert made.item.category == fires
    assert "category" in made.item.guessed.split()


def test_column_that_is_unsure_is_asked_for_with_the_likeliest_first(column, editor):
    twins = [CategoryFactory(authority=column.authority, name=name) for name in ("春季防火", "防火春季")]
    CategoryFactory(authority=column.authority, name="政府信息公开指南")  # a page of its own, which holds no items
    given = {"authority": column.authority, "category": None, "by": editor, "today": TODAY}

    with pytest.raises(intake.CategoryUnclear, match="没有把握") as unplaced:
        draft_from(data=NOTICE, name="通知.docx", **given)
    assert list(unplaced.value.columns)[:2] == [one.pk for one in twins]
    [received] = drafts_from(files=[("通知.docx", NOTICE)], **given)
    assert (received.draft, list(received.columns)[:2]) == (None, [one.pk for one in twins])
    assert received.unplaced == NOTICE
    assert not Item.objects.exists()


# --- Many at once ---------------------------------------------------------------------


def test_archive_becomes_a_draft_a_file_and_a_sentence_for_each_that_does_not(column, editor):
    data = pack(
        {
            "文件夹/一.txt": "甲事项公告\n甲。",
            "二.docx": b"PK\x03\x04broken",
            "三.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        }
    )
    received = drafts_from_archive(authority=column.authority, category=column, data=data, by=editor, today=TODAY)

    assert [(one.name, one.draft and one.draft.item.title) for one in received] == [
        ("三.xls", None),
        ("二.docx", None),
        ("一.txt", "甲事项公告"),
    ]
    assert "旧格式" in received[0].refused
    assert "已损坏" in received[1].refused
    assert Item.objects.count() == 1


def test_several_files_at_once(column, editor):
    files = [("一.txt", "甲。".encode()), ("空.txt", b""), ("包.zip", pack({"二.txt": "乙。"}))]
    received = drafts_from(authority=column.authority, category=column, files=files, by=editor, today=TODAY)

    assert [(one.name, bool(one.draft)) for one in received] == [("一.txt", True), ("空.txt", False), ("二.txt", True)]
    assert received[1].refused == "「空.txt」是空文件，里面没有任何内容。"


# --- Older formats --------------------------------------------------------------------

RTF = rb"{\rtf1\ansi Notice\par}"


@pytest.fixture
def office(monkeypatch):
    """What LibreOffice makes of any file, on a machine that may not have it."""
    monkeypatch.setattr(isolated, "converted", lambda *_: word(p("关于防汛的通知") + p("各村：")))


def test_older_format_becomes_a_draft_whose_public_copy_is_the_conversion(office, column, editor, client):
    [result] = drafts_from(
        authority=column.authority, category=column, files=[("通知.rtf", RTF)], by=editor, today=TODAY
    )

    assert result.draft.item.title == "关于防汛的通知"
    assert "文件由 LibreOffice 转换成 DOCX 后读取，请对照原件核对。" in result.draft.warnings
    attachment = result.draft.item.attachments.get()
    assert attachment.name == "通知.docx"
    assert content(attachment.file) == RTF
    assert content(attachment.public_file).startswith(b"PK")
    assert "原来的格式" in attachment.removed
    client.force_login(editor)
    answer = client.get(reverse("admin:disclosure_item_attachment", args=(attachment.pk,)))
    assert b"".join(answer.streaming_content) == RTF
    assert answer["Content-Disposition"].endswith(".rtf")


def test_older_format_on_a_machine_without_the_program_is_refused_with_what_to_do(monkeypatch, column, editor):
    monkeypatch.setattr(office_suite, "program", lambda: "")
    [result] = drafts_from(
        authority=column.authority, category=column, files=[("通知.rtf", RTF)], by=editor, today=TODAY
    )

    assert result.refused == (
        "「通知.rtf」需要先转换成 DOCX，而这台服务器没有安装 LibreOffice。请在办公软件中另存为 DOCX 后再上传，"
        "或者请管理员安装 LibreOffice。"
    )
    assert not Item.objects.exists()


def test_file_with_a_part_that_nobody_read_is_neither_draft_nor_attachment(draft, editor):
    private = "".join(chr(0xE000 + number) for number in range(12))
    before = stored()

    with pytest.raises(Refused, match=r"「通知.docx」里有 12 个字用的是字体自带的编码"):
        draft(word(p("关于防汛的通知") + p(private)))
    assert not Item.objects.exists()
    with pytest.raises(Refused, match=r"「a.docx」里有不能读取的内容，.*第2段（有 12 个字"):
        attach(item=ItemFactory(published_on=None), data=word(p("一") + p(private)), name="a.docx", by=editor)
    assert stored() == before


@pytest.mark.parametrize(
    ("column_name", "title", "nature"),
    [
        ("规范性文件", "关于防汛的通知", "normative"),
        ("行政规范性文件库", "关于防汛的通知", "normative"),
        ("镇政府规章", "关于防汛的规定", "regulation"),
        ("规范性文件", "《关于防汛的通知》政策解读", ""),
        ("规范性文件清理", "关于防汛的通知", ""),
        ("工作动态", "关于防汛的通知", ""),
    ],
)
def test_nature_of_a_document_is_guessed_from_its_column(column, editor, column_name, title, nature):
    top = CategoryFactory(authority=column.authority, name=column_name)
    inner = CategoryFactory(authority=column.authority, name="2020年", parent=top)
    made = draft_from(
        authority=column.authority,
        category=inner,
        data=word(p(title) + p("各村：")),
        name="a.docx",
        by=editor,
        today=TODAY,
    )

    assert made.item.nature == nature
    assert ("nature" in made.item.guessed.split()) is bool(nature)
