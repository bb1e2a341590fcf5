"""作废: with a reason, the number kept, marked wherever the letter is seen; what was decided stays."""

import datetime as dt
import io

import docx
import pytest
from django.core.files.storage import default_storage
from django.forms.models import model_to_dict

from disclosure.desk.applications.online.downloads import sent_letters
from disclosure.desk.letters.actions import send_letter
from disclosure.desk.letters.voiding import void_letter
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Act, Application, Letter, Paper
from tests.factories import AuthorityFactory

from .lettering import TODAY, clerk, lines_of, made, ready, sent, step, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_pdf")]
K = LetterKind
LATER = dt.date(2026, 3, 23)


def letter_of(town, by, kind=K.CORRECTION):
    return made(ready(town, kind), kind, by)


def test_voided_letter_keeps_its_number_and_says_why(town, by, without_marking):
    letter = letter_of(town, by)

    void_letter(letter=letter, by=by, on=LATER, reason=" 写错了\n年份 ")

    letter = Letter.objects.get()
    assert (letter.number, letter.voided_on, letter.void_reason) == ("示镇依申请〔2026〕1号", LATER, "写错了 年份")


def test_voiding_is_an_act_without_the_reason_in_it(town, by, without_marking):
    void_letter(letter=letter_of(town, by), by=by, on=LATER, reason="张示例的名字写错了")

    act = Act.objects.order_by("number").last()
    assert (act.verb, act.user) == ("letter", by)
    assert act.changes == {"文书「补正告知书 示镇依申请〔2026〕1号」": ["已生成", "2026-03-23 作废，保留文号"]}


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_no_voiding_without_a_reason(town, by, reason):
    with pytest.raises(Refused, match="请填写作废原因"):
        void_letter(letter=letter_of(town, by), by=by, on=LATER, reason=reason)
    assert Letter.objects.get().voided_on is None


def test_files_say_on_top_that_it_is_void(town, by, django_capture_on_commit_callbacks):
    letter = letter_of(town, by)
    before, names = text_of(letter), [letter.docx.file.name, letter.pdf.file.name]

    with django_capture_on_commit_callbacks(execute=True):
        void_letter(letter=letter, by=by, on=LATER, reason="写错了年份")

    letter = Letter.objects.get()
    first, *rest = lines_of(letter.docx.read())
    assert first == "作废　本文书于2026年3月23日作废。原因：写错了年份。"
    assert "\n".join(rest) == before
    assert letter.pdf.read().startswith(b"%PDF-")
    assert letter.docx.name == "补正告知书示镇依申请〔2026〕1号（作废）.docx"
    assert [default_storage.exists(name) for name in names] == [False, False]
    assert Paper.objects.count() == 2
    assert docx.Document(io.BytesIO(letter.docx.read())).core_properties.author == ""


def test_voided_letter_is_not_sent(town, by, without_marking):
    letter = letter_of(town, by)
    void_letter(letter=letter, by=by, on=TODAY, reason="写错了年份")

    with pytest.raises(Refused, match="已于 2026-03-20 作废，不能发出"):
        send_letter(letter=letter, by=by, on=TODAY, how="post", entry=Entry(TODAY))


def test_letter_is_voided_once(town, by, without_marking):
    letter = letter_of(town, by)
    void_letter(letter=letter, by=by, on=TODAY, reason="写错了年份")

    with pytest.raises(Refused, match="已于 2026-03-20 作废"):
        void_letter(letter=letter, by=by, on=TODAY, reason="再作废")


def test_voiding_is_not_dated_before_the_letter(town, by):
    with pytest.raises(Refused, match="早于文书的落款或者发出日期"):
        void_letter(letter=letter_of(town, by), by=by, on=dt.date(2026, 3, 19), reason="写错了年份")


def test_voided_unsent_reply_leaves_the_decision_and_is_made_anew(town, by, without_marking):
    letter = letter_of(town, by, K.REPLY)
    before = model_to_dict(Application.objects.get())

    void_letter(letter=letter, by=by, on=TODAY, reason="写错了年份")

    assert model_to_dict(Application.objects.get()) == before
    assert made(Application.objects.get(), K.REPLY, by).number == "示镇依申请〔2026〕2号"


@pytest.mark.parametrize("kind", [K.REPLY, K.SUPPLEMENT, K.THIRD_PARTY_TOLD])
def test_decision_that_went_out_is_not_voided(town, by, kind):
    letter = sent(letter_of(town, by, K.REPLY if kind == K.SUPPLEMENT else kind), by)
    if kind == K.SUPPLEMENT:
        letter = sent(made(Application.objects.get(), kind, by), by)

    with pytest.raises(Refused, match="已于 2026-03-20 发出，不能作废。答复有错误的，请「重新办理」"):
        void_letter(letter=letter, by=by, on=LATER, reason="写错了年份")
    assert Letter.objects.get(pk=letter.pk).voided_on is None


def test_reply_that_was_set_aside_may_be_marked_and_its_sending_stays(town, by, without_marking):
    application = ready(town, K.REPLY, settled_on=None)
    step(application, "concluded", TODAY)
    letter = sent(made(application, K.REPLY, by), by)
    step(application, "reopened", LATER)

    void_letter(letter=letter, by=by, on=LATER, reason="示例县政复〔2026〕1号撤销")

    assert application.steps.filter(kind="reply_sent", on=TODAY).exists()
    assert Letter.objects.get().sent_on == TODAY


def test_reply_whose_sending_was_an_error_of_record_may_be_voided_and_made_anew(town, by, without_marking):
    application = ready(town, K.REPLY, settled_on=None)
    step(application, "concluded", TODAY)
    letter = sent(made(application, K.REPLY, by), by)
    with pytest.raises(Refused, match="请先「更正登记」删除「答复发出」"):
        void_letter(letter=letter, by=by, on=LATER, reason="没有寄出")

    application.steps.filter(kind="reply_sent").delete()  # as 更正登记 does
    void_letter(letter=Letter.objects.get(), by=by, on=LATER, reason="没有寄出")

    again = made(Application.objects.get(), K.REPLY, by, on=LATER)
    sent(again, by, on=LATER)
    assert application.steps.filter(kind="reply_sent", on=LATER).exists()


def test_notice_that_went_out_says_that_it_had_and_its_step_stays(town, by):
    letter = sent(letter_of(town, by, K.EXTENSION), by)

    void_letter(letter=letter, by=by, on=LATER, reason="写错了年份")

    letter = Letter.objects.get()
    assert lines_of(letter.docx.read())[0] == (
        "作废　本文书于2026年3月23日作废，此前已于2026年3月20日发出。原因：写错了年份。"
    )
    assert letter.application.steps.filter(kind="extended").exists()
    assert Act.objects.order_by("number").last().changes == {
        "文书「延期答复告知书 示镇依申请〔2026〕1号」": ["已发出", "2026-03-23 作废，保留文号"]
    }


def test_applicant_does_not_get_a_voided_letter(town, by, without_marking):
    letter = sent(letter_of(town, by, K.EXTENSION), by)
    assert list(sent_letters(letter.application)) == [letter]

    void_letter(letter=letter, by=by, on=LATER, reason="写错了年份")

    assert list(sent_letters(letter.application)) == []


def test_no_supplement_to_a_voided_reply(town, by, without_marking):
    letter = sent(letter_of(town, by, K.REPLY), by)
    Letter.objects.filter(pk=letter.pk).update(voided_on=LATER)

    with pytest.raises(Refused, match="还没有发出答复书"):
        made(Application.objects.get(), K.SUPPLEMENT, by)


def test_list_of_papers_marks_it(town, by, without_marking):
    letter = letter_of(town, by)
    void_letter(letter=letter, by=by, on=LATER, reason="写错了年份")

    lines = lines_of(made(Application.objects.get(), K.TRANSFER, by, on=LATER).docx.read())

    assert "示镇依申请〔2026〕1号（作废）" in lines


@pytest.mark.parametrize("role", ["编辑", "政府信息公开工作机构负责人", "年报", "只读审计"])
def test_only_who_handles_applications_voids(town, by, role):
    with pytest.raises(Refused, match="没有作废文书的权限"):
        void_letter(letter=letter_of(town, by), by=clerk(town, role), on=LATER, reason="写错了年份")


def test_nobody_voids_another_office_s_letters(town, by):
    with pytest.raises(Refused, match="本机关"):
        void_letter(letter=letter_of(town, by), by=clerk(AuthorityFactory()), on=LATER, reason="写错了年份")
