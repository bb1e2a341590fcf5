"""身份证明 as pictures on the application form: judged by content, kept encrypted, never lost to a mistake elsewhere."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from disclosure.documents.kinds import MOST_PROOF_BYTES
from disclosure.documents.results import IdentityProof
from disclosure.models import Act, Application, Paper, PendingPaper
from disclosure.portal.apply import papers as apply_papers
from disclosure.portal.apply.ticket import LONGEST_SECONDS, SHORTEST_SECONDS
from tests.db.disclosure.portal.applying import filled, mistakes, send, ticket_of
from tests.support.proofs import MAKER, pdf, picture

pytestmark = pytest.mark.django_db
NAME = "标记甲的身份证.jpg"


def file(name=NAME, data=None):
    return SimpleUploadedFile(name, picture() if data is None else data)


def kept_on_disk():
    return [path for path in (settings.MEDIA_ROOT / "papers").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def held_names(answer):
    """What the page says is held."""
    tree = html.fromstring(answer.content.decode())
    return [one.text_content().partition("（")[0] for one in tree.xpath("//*[@class='apply-file']")]


def field_mistakes(answer):
    tree = html.fromstring(answer.content.decode())
    return [one.text_content() for one in tree.xpath("//*[@id='id_papers_error']")]


# --- Kept -------------------------------------------------------------------------


def test_pictures_and_pdf_are_kept_with_the_application(client, town):
    answer = send(client, filled(papers=[file(), file("护照.bin", pdf())]))

    assert answer.status_code == 302
    stored = Application.objects.get()
    papers = list(stored.papers.all())
    assert [(one.kind, one.name, one.media_type, one.authority) for one in papers] == [
        ("identity", NAME, "image/jpeg", town),
        ("identity", "护照.bin", "application/pdf", town),
    ]
    assert papers[0].read().startswith(b"\xff\xd8\xff")
    assert MAKER.encode() not in papers[0].read()
    assert papers[0].size == len(papers[0].read())


def test_files_lie_encrypted_and_under_no_name_of_theirs(client, town):
    send(client, filled(papers=[file()]))

    [path] = kept_on_disk()
    assert b"\xff\xd8\xff" not in path.read_bytes()
    assert path.name == Paper.objects.get().token
    assert "标记甲" not in str(Act.objects.values_list("changes", "label", "source"))


def test_form_without_files_is_as_before(client, town):
    assert send(client).status_code == 302
    assert not Paper.objects.exists()


def test_form_asks_for_them_and_says_what_is_taken(client, town):
    tree = html.fromstring(client.get("/apply/").content.decode())

    [field] = tree.xpath("//form[@enctype='multipart/form-data']//input[@type='file']")
    assert (field.get("name"), "multiple" in field.attrib) == ("papers", True)
    assert field.get("accept") == "image/jpeg,image/png,image/webp,application/pdf"
    assert "最多 4 个，每个不超过 10 MB" in tree.get_element_by_id(field.get("aria-describedby")).text_content()


# --- Refused at their field -----------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"MZ program", f"「{NAME}」不是JPG、PNG 图片或者 PDF，请另存为其中一种后再上传。"),
        (b"\xff\xd8\xff" + b"x" * 90, f"图片「{NAME}」已损坏或不是能读取的图片。"),
        (picture("PNG") + bytes(MOST_PROOF_BYTES), f"「{NAME}」超过 10 MB，请缩小或压缩后再上传。"),
    ],
)
def test_file_that_is_none_is_told_at_the_field_by_its_name(client, town, data, says):
    answer = send(client, filled(papers=[file(data=data)]))

    assert answer.status_code == 200
    assert field_mistakes(answer) == [says]
    assert mistakes(answer) == {f"身份证明的图片（可不上传）：{says}": "#id_papers"}
    assert not Application.objects.exists()
    assert kept_on_disk() == []


def test_five_files_are_one_too_many_and_four_are_held(client, town):
    answer = send(client, filled(papers=[file(f"{number}.jpg") for number in range(5)]))

    assert field_mistakes(answer) == ["最多上传 4 个文件，请去掉多余的。"]
    assert held_names(answer) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]


def test_texts_beside_a_file_far_too_large_are_not_lost(client, town, settings):
    answer = send(client, filled(papers=[file(data=bytes(MOST_PROOF_BYTES * 2))], phone="1"))

    assert 'value="示例甲"' in answer.content.decode()
    assert [one.partition("：")[0] for one in mistakes(answer)] == ["身份证明的图片（可不上传）", "联系电话"]


# --- Held while mistakes are mended ---------------------------------------------------


def test_file_is_held_while_a_mistake_is_mended_and_sent_with_the_next(client, town):
    ticket = ticket_of(town)

    answer = send(client, filled(ticket, applicant="", papers=[file()]))

    assert list(mistakes(answer)) == ["姓名或者名称：请填写申请人的姓名或者名称。"]
    assert held_names(answer) == [NAME]
    held = PendingPaper.objects.get()
    assert b"\xff\xd8\xff" not in bytes(held.content)
    assert kept_on_disk() == []

    assert send(client, filled(ticket, papers=[file("反面.jpg")])).status_code == 302
    assert [one.name for one in Paper.objects.all()] == [NAME, "反面.jpg"]
    assert not PendingPaper.objects.exists()


def test_good_file_is_held_while_a_bad_one_is_replaced(client, town):
    answer = send(client, filled(papers=[file(), file("坏.jpg", b"no")]))

    assert held_names(answer) == [NAME]
    assert len(field_mistakes(answer)) == 1


def test_held_file_can_be_dropped(client, town):
    ticket = ticket_of(town)
    send(client, filled(ticket, applicant="", papers=[file(), file("错的.jpg")]))
    wrong = PendingPaper.objects.all()[1]

    send(client, filled(ticket, drop=wrong.token))

    assert [one.name for one in Paper.objects.all()] == [NAME]


def test_held_files_count_as_files(client, town):
    ticket = ticket_of(town)
    send(client, filled(ticket, applicant="", papers=[file(f"{number}.jpg") for number in range(3)]))

    answer = send(client, filled(ticket, papers=[file("3.jpg"), file("4.jpg")]))

    assert field_mistakes(answer) == ["最多上传 4 个文件，请去掉多余的。"]
    assert held_names(answer) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]


def test_files_of_a_form_that_became_too_old_go_to_the_new_one(client, town, monkeypatch):
    ticket = ticket_of(town)
    send(client, filled(ticket, applicant="", papers=[file()]))
    monkeypatch.setattr("disclosure.portal.apply.views.LONGEST_SECONDS", 1)

    answer = send(client, filled(ticket))

    assert held_names(answer) == [NAME]
    assert PendingPaper.objects.get().form != ticket.submission


def test_nobody_sees_the_files_of_another_form(client, town):
    send(client, filled(ticket_of(town), applicant="", papers=[file()]))
    other = PendingPaper.objects.get()

    answer = send(client, filled(ticket_of(town), applicant="", drop=other.token))

    assert held_names(answer) == []
    assert PendingPaper.objects.get() == other


def test_held_files_go_after_a_day(client, town):
    send(client, filled(applicant="", papers=[file()]))
    PendingPaper.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))

    send(client, filled(applicant="", papers=[file("今天的.jpg")]))

    assert [one.name for one in PendingPaper.objects.all()] == ["今天的.jpg"]


def test_who_sends_a_great_many_files_has_to_choose_again(client, town, settings):
    settings.PUBLIC_RATE_LIMITS = {**settings.PUBLIC_RATE_LIMITS, "upload": "1/1h/ip"}
    send(client, filled(applicant="", papers=[file()]))

    answer = send(client, filled(applicant="", papers=[file()]))

    assert field_mistakes(answer) == ["这次选择的文件没有保留，改好其他内容后，请重新选择文件再提交。"]
    assert PendingPaper.objects.count() == 1


def test_no_more_is_held_than_there_is_room_for(client, town, monkeypatch):
    monkeypatch.setattr("disclosure.desk.applications.online.pending_uploads.MOST_HELD", 10)

    answer = send(client, filled(applicant="", papers=[file()]))

    assert field_mistakes(answer) == ["这次选择的文件没有保留，改好其他内容后，请重新选择文件再提交。"]
    assert not PendingPaper.objects.exists()


# --- Both or neither --------------------------------------------------------------


def test_application_that_fails_leaves_no_file(client, town, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr("disclosure.desk.applications.papers.note", broken)
    client.raise_request_exception = False

    assert send(client, filled(papers=[file(), file()])).status_code == 500
    assert not Application.objects.exists()
    assert kept_on_disk() == []


def test_form_sent_twice_keeps_its_files_once(client, town):
    ticket = ticket_of(town)

    for _ in range(2):
        assert send(client, filled(ticket, papers=[file()])).status_code == 302

    assert Paper.objects.count() == 1
    assert len(kept_on_disk()) == 1


def test_page_with_held_files_is_kept_by_nobody(client, town):
    answer = send(client, filled(applicant="", papers=[file()]))

    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


# --- Not touched ----------------------------------------------------------------------

NOT_READ = "这次选择的文件没有保留，改好其他内容后，请重新选择文件再提交。"


@pytest.fixture
def read(monkeypatch):
    """The names of the files that are read."""
    names = []
    monkeypatch.setattr(
        apply_papers, "proof", lambda data, name, **_: names.append(name) or IdentityProof(data, "image/jpeg")
    )
    return names


@pytest.mark.parametrize(
    "changed",
    [
        {"sealed": None},
        {"sealed": "伪造"},
        {"answer": None},
        {"answer": "100"},
        {"old": LONGEST_SECONDS + 1},
        {"old": SHORTEST_SECONDS - 2},
    ],
    ids=str,
)
def test_no_file_is_read_of_a_form_that_no_person_sent_in_time(client, town, read, changed):
    values = filled(ticket_of(town, seconds=changed.get("old", 60)), papers=[file()])
    values["ticket"] = changed.get("sealed", values["ticket"])
    values["answer"] = changed.get("answer", values["answer"])
    answer = send(client, {name: value for name, value in values.items() if value is not None})

    assert read == []
    assert NOT_READ in field_mistakes(answer)
    assert not Application.objects.exists()


def test_no_file_is_read_that_comes_from_another_page(client, town, read):
    answer = send(
        client, filled(papers=[file()]), HTTP_ORIGIN="https://elsewhere.example", HTTP_SEC_FETCH_SITE="cross-site"
    )

    assert (read, field_mistakes(answer)) == ([], [NOT_READ])


def test_no_file_is_read_after_too_many(client, town, read, settings):
    settings.PUBLIC_RATE_LIMITS = {**settings.PUBLIC_RATE_LIMITS, "file": "3/1h/ip"}
    send(client, filled(papers=[file("1.jpg"), file("2.jpg")], phone="1"))
    answer = send(client, filled(papers=[file("3.jpg"), file("4.jpg")], phone="1"))

    assert read == ["1.jpg", "2.jpg"]
    assert NOT_READ in field_mistakes(answer)


def test_no_file_is_read_of_forms_sent_too_often(client, town, read, settings):
    settings.PUBLIC_RATE_LIMITS = {**settings.PUBLIC_RATE_LIMITS, "apply": "1/1h/ip"}
    send(client, filled(phone="1"))
    answer = send(client, filled(papers=[file()]))

    assert (answer.status_code, read) == (429, [])
    assert NOT_READ in field_mistakes(answer)


def test_no_more_files_are_read_than_may_be_sent_and_none_that_is_too_large(client, town, read):
    large = file("大.jpg", data=picture() + bytes(MOST_PROOF_BYTES))
    send(client, filled(papers=[large, *(file(f"{number}.jpg") for number in range(6))]))

    assert read == ["0.jpg", "1.jpg", "2.jpg"]
