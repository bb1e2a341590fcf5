"""Pictures of a body: what is taken in and how, whose they are, and that none goes out that says nothing."""

import base64
import io
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from disclosure.desk.items import drafting, pictures, publishing, reviewing
from disclosure.errors import Refused
from disclosure.models import Act, Item, Picture
from tests.factories import AuthorityFactory, ItemFactory
from tests.support.documents import picture

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TEXT = "各季度受理申请件数柱形图"


def showing(*shown, text=""):
    return "".join(f'<p>看图<img src="/pictures/{one.token}/" alt="{text}"></p>' for one in shown)


@pytest.fixture
def item(town):
    return ItemFactory(authority=town, published_on=None, body="<p>没有图</p>")


@pytest.fixture
def add(item, office):
    """`add()`: a picture that the editor put into the item; `add(of=…, by=…, data=…)` another's, by another, another."""

    def made(*, of=None, by=None, data=None, name="图.png", text=TEXT):
        data = picture() if data is None else data
        return pictures.add_picture(item=of or item, data=data, name=name, alternative=text, by=by or office["editor"])

    return made


# --- Taken in ------------------------------------------------------------------


def test_picture_is_cleaned_measured_and_recorded(item, add, office):
    made = add(data=picture("JPEG", place=True, author="拍照人甲"), name="照片.jpg", text=f"  {TEXT}\n")

    with made.file.open() as kept:
        assert dict(Image.open(io.BytesIO(kept.read())).getexif()) == {}
    act = Act.objects.first()
    assert (made.alternative, made.width, made.height, made.file.name[-4:]) == (TEXT, 6, 4, ".jpg")
    assert (act.verb, act.key, act.user, TEXT in str(act.changes)) == ("change", str(item.pk), office["editor"], True)


@pytest.mark.parametrize("form,ending", [("GIF", "gif"), ("WEBP", "png"), ("BMP", "png")])
def test_kinds_that_some_browsers_do_not_draw_become_png(add, form, ending):
    assert add(data=picture(form)).file.name.endswith(f".{ending}")


@pytest.mark.parametrize(
    "data,name,sentence",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "图.png", "不是图片，内容是 TXT"),
        (b"<!doctype html><script>x()</script>", "图.jpg", "不是图片，内容是 HTML"),
        (b"%PDF-1.4", "图.png", "不是图片，内容是 PDF"),
        (b"\x89PNG\r\n\x1a\nbroken", "图.png", "已损坏或像素过多"),
        (b"\x00\x01\x02", "图.png", "不是能显示的图片"),
        (b"", "图.png", "是空文件"),
        (b"\x89PNG" + b"0" * pictures.MOST_BYTES, "图.png", "超过 10 MB"),
    ],
)
def test_what_is_no_picture_is_told_by_its_bytes_and_refused(add, data, name, sentence):
    with pytest.raises(Refused, match=sentence):
        add(data=data, name=name)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("text,sentence", [(" \n", "请填写替代文字"), ("长" * 201, "替代文字有 201 字")])
def test_alternative_text_is_asked_for(add, text, sentence):
    with pytest.raises(Refused, match=sentence):
        add(text=text)


def test_only_editors_of_the_authority_add_and_only_to_drafts(item, add, office, member):
    published, stranger = ItemFactory(authority=item.authority), member("editor", of=AuthorityFactory())

    for given, sentence in (
        ({"by": office["checker"]}, "没有修改公开信息的权限"),
        ({"by": stranger}, "您只能办理本机关"),
        ({"of": published}, "不是草稿，不能插入图片"),
    ):
        with pytest.raises(Refused, match=sentence):
            add(**given)
    assert not Picture.objects.exists()


def test_no_file_is_left_where_the_picture_was_not_stored(add, monkeypatch):
    monkeypatch.setattr("disclosure.desk.audit.log.append", lambda *_, **__: 1 / 0)
    before = default_storage.listdir("attachments")[1] if default_storage.exists("attachments") else []

    with pytest.raises(ZeroDivisionError):
        add()

    assert sorted(default_storage.listdir("attachments")[1]) == sorted(before)


# --- Embedded in what the editor sends -------------------------------------------


def embedded(data, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def test_embedded_pictures_become_the_item_s_with_its_first_save(item, office):
    source = f'<p>甲<img src="{embedded(picture())}" alt="乙"></p><p><img src="{embedded(picture("GIF"), "gif")}"></p>'
    body, new = pictures.extract_embedded(source)
    draft = Item(authority=item.authority, category=item.category, title="新的", formed_on=NOON.date(), body=body)

    drafting.save_draft(draft, by=office["editor"], at=NOON, pictures=new)

    first, second = draft.pictures.all()
    assert [first.alternative, second.alternative] == ["乙", ""]
    assert [f'src="/pictures/{one.token}/"' in draft.body for one in (first, second)] == [True, True]
    assert "data:" not in draft.body


@pytest.mark.parametrize(
    "source,sentence",
    [
        ("https://example.org/a.png", "第 2 张图片在别的网站或本机文件里"),
        ("file:///C:/a.png", "第 2 张图片在别的网站或本机文件里"),
        ("data:image/png;base64,AAA", "第 2 张图片不完整"),
        (embedded(b"<svg/>", "png"), "「第 2 张图片」不是图片"),
        ("data:image/svg+xml;base64,AAAA", "第 2 张图片在别的网站或本机文件里"),
    ],
)
def test_picture_that_cannot_come_along_is_named(source, sentence):
    body = f'<p><img src="/pictures/{"0" * 32}/" alt="甲"></p><p><img src="{source}"></p>'

    with pytest.raises(Refused, match=sentence):
        pictures.extract_embedded(body)


# --- Whose they are --------------------------------------------------------------


def test_body_shows_only_pictures_of_its_item(item, add, office):
    other = ItemFactory(authority=item.authority, published_on=None)
    own, strange, gone = add(), add(of=other), Picture(token="0" * 32)
    item.body = showing(own, strange, gone)

    with pytest.raises(Refused, match="正文第 2、3 张图片不属于这条信息"):
        drafting.save_draft(item, by=office["editor"], at=NOON)
    Item.objects.filter(pk=item.pk).update(body=item.body)
    with pytest.raises(Refused, match="正文第 2、3 张图片不属于这条信息"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)


def test_amendment_shows_the_pictures_of_what_it_amends_and_its_own(item, add, office):
    old, unused = add(), add()
    item.body, item.state, item.published_on = showing(old, text=TEXT), "published", NOON.date()
    item.save()
    draft = drafting.amend(item=item, by=office["editor"])
    new = add(of=draft, text="新的示意图")
    draft.body = showing(old, text=TEXT) + showing(new, text="新的示意图")
    drafting.save_draft(draft, by=office["editor"], at=NOON)
    reviewing.submit(item=draft, by=office["editor"], at=NOON)
    reviewing.check(item=draft, by=office["checker"], at=NOON)
    reviewing.clear(item=draft, by=office["clearer"], at=NOON)

    after = publishing.publish(item=draft, by=office["publisher"], at=NOON, reason="补充图片")

    assert after.pk == item.pk
    assert set(after.pictures.all()) == {old, unused, new}
    assert [f"/pictures/{one.token}/" in after.body for one in (old, new)] == [True, True]


# --- Their texts -------------------------------------------------------------------


def test_submission_names_the_pictures_without_texts(item, add, office):
    first, second, third = add(), add(), add()
    Picture.objects.exclude(pk=second.pk).update(alternative="")
    item.body = showing(first, second, third)
    item.save()

    with pytest.raises(Refused, match=r"有 2 张图片没有替代文字（正文第 1、3 张）"):
        reviewing.submit(item=item, by=office["editor"], at=NOON)


def test_picture_of_what_is_amended_is_asked_for_its_text_too(item, add, office):
    old = add()
    item.state, item.published_on = "published", NOON.date()
    item.save()
    draft = drafting.amend(item=item, by=office["editor"])
    draft.body = showing(old)
    drafting.save_draft(draft, by=office["editor"], at=NOON)

    with pytest.raises(Refused, match=r"有 1 张图片没有替代文字（正文第 1 张）"):
        reviewing.submit(item=draft, by=office["editor"], at=NOON)


def test_texts_stand_in_the_body_once_it_is_submitted(item, add, office):
    first, second = add(text='第1张"示意图"'), add(text="第2张 <示意图>")
    item.body = showing(first, second)
    item.save()

    body = reviewing.submit(item=item, by=office["editor"], at=NOON).body

    assert 'alt="第1张&quot;示意图&quot;"' in body
    assert Item.objects.get().body.count("<p>看图") == 2
    assert pictures.images(body)[1]["alt"] == "第2张 <示意图>"


def test_text_changed_in_the_editor_is_kept_and_recorded(item, add, office):
    one = add()
    item.body = showing(one, text="改过的话")

    drafting.save_draft(item, by=office["editor"], at=NOON)

    one.refresh_from_db()
    assert one.alternative == "改过的话"
    assert any("改过的话" in str(act.changes) and "替代文字" in str(act.changes) for act in Act.objects.all())


def test_body_follows_a_text_written_beside_it(item, add):
    one = add()
    item.body = showing(one, text=TEXT)
    item.save()
    Picture.objects.update(alternative="表格里写的话")

    pictures.copy_alternatives_to_body(item)

    assert 'alt="表格里写的话"' in Item.objects.get().body


# --- Not shown ----------------------------------------------------------------------


def test_pictures_that_the_body_does_not_show_go_when_it_is_handed_in(
    item, add, office, django_capture_on_commit_callbacks
):
    used, unused = add(), add()
    Picture.objects.filter(pk=unused.pk).update(alternative="")  # it is not asked about
    item.body = showing(used, text=TEXT)
    item.save()

    with django_capture_on_commit_callbacks(execute=True):
        after = reviewing.submit(item=item, by=office["editor"], at=NOON)

    assert (after.state, list(item.pictures.all())) == ("check", [used])
    assert [default_storage.exists(one.file.name) for one in (used, unused)] == [True, False]
