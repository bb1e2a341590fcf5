"""Letters on an application's page, and the office's own templates."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure.desk.letters import actions as letters
from disclosure.desk.letters import voiding
from disclosure.desk.letters.due import offered_letters
from disclosure.desk.letters.questions import parts_for
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Act, Application, Letter, LetterTemplate
from disclosure.rendering.docx.elements import element, paragraph
from disclosure.rendering.docx.package import opened, saved
from disclosure.rendering.letters import default_template, samples
from tests.db.disclosure.desk.letters.lettering import (
    TODAY,
    answer_to,
    asked,
    busy,
    clerk,
    decided,
    lines_of,
    made,
    office,
    ready,
    sent,
    text_of,
)
from tests.support.desk import address

pytestmark = pytest.mark.django_db
K = LetterKind


@pytest.fixture
def by(client, town):
    person = clerk(town)
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def without_pdf(monkeypatch):
    monkeypatch.setattr(letters, "pdf", lambda *_: b"%PDF-")
    monkeypatch.setattr(voiding, "marked", lambda content, *_: (content, b"%PDF-"))


def at(application, *more):
    return "/".join((f"/admin/disclosure/application/{application.pk}/letter", *map(str, more))) + "/"


def panel(client, application):
    html = client.get(address(Application, "change", application.pk)).content.decode()
    return html.partition('id="letters"')[2].partition("</section>")[0]


def correction(application, by):
    if not application.steps.filter(kind="correction_asked").exists():
        application.steps.create(kind="correction_asked", on=TODAY, days=15, note="名称")
    return made(application, K.CORRECTION, by)


def said(**more):
    return {"kind": "correction", "on": "2026-03-20", "matters": "信息的名称", **more}


# --- On the page of an application ------------------------------------------------


def test_letter_is_made_from_its_short_form(client, town, by):
    application = ready(town, K.CORRECTION)

    answer = client.post(at(application), said(), follow=True)

    letter = Letter.objects.get()
    assert (letter.kind, letter.number, str(letter.dated_on)) == ("correction", "示镇依申请〔2026〕1号", "2026-03-20")
    assert "信息的名称" in text_of(letter)
    assert "已生成「补正告知书 示镇依申请〔2026〕1号」" in answer.content.decode()


def test_panel_lists_what_was_made_and_offers_what_is_due(client, town, by):
    application = busy(town)
    made(application, K.ASSISTANCE, by)

    html = panel(client, application)

    assert re.findall(r'<summary>([^<\s]+)[^<]*<span class="mark">应当出具', html) == [
        "政府信息公开申请登记表", "说明理由告知书", "延期答复告知书", "征求意见告知书",
        "征求意见书（第三方）：示例公司", "征求意见确认函：示例公司", "征求意见书（其他机关）：示例局",
    ]  # fmt: skip
    assert "示镇依申请〔2026〕1号" in html
    assert "未发出" in html
    assert f'href="{at(application, Letter.objects.get().pk, "docx")}"' in html


def filled(application, offered):
    """The form of an offered letter as a person fills it in: every question that is asked, and its day."""
    parts = parts_for(application, offered.kind, on=TODAY, party=offered.party)
    answers = {part.name: part.initial or answer_to(part) for part in parts if part.required}
    party = {"party": offered.party.pk} if offered.party else {}
    return {"kind": offered.kind.value, "on": "2026-03-20", **party, **answers}


@pytest.mark.parametrize("is_ended", [False, True])
def test_every_offered_letter_can_be_made_by_its_form(client, town, by, is_ended):
    application = decided(town, "internal") if is_ended else busy(town)
    html, offers = panel(client, application), offered_letters(application)
    assert html.count('class="letter-form"') == len(offers)

    for offered in offers:
        client.post(at(application), filled(application, offered))

    assert {one.kind for one in Letter.objects.all()} == {one.kind.value for one in offers}


def test_form_says_what_is_asked_why_and_when(client, town, by):
    html = panel(client, decided(town, "not_held"))

    assert "决定答复书的条款和文字。（条例第三十六条第（四）、（五）项）" in html
    assert (
        "选「由其他机关负责公开，知道是哪个机关（第（五）项）」时填写。名称和联系方式。（条例第三十六条第（五）项）"
        in html
    )
    assert ">审查档案" not in html


def test_questions_come_first_and_the_standard_sentences_are_folded(client, town, by):
    html = panel(client, decided(town, "process"))

    asked, _, folded = html.partition("<summary>改写标准文字</summary>")
    assert re.findall(r'name="(\w+)"', asked)[-6:] == [
        "on",
        "document",
        "process_kind",
        "process_stage",
        "why",
        "enclosed",
    ]
    assert re.findall(r'name="(\w+)"', folded)[:4] == ["finding", "ground", "decision", "remedies"]


def test_form_shows_what_the_letter_says_out_of_the_record(client, town, by):
    html = panel(client, decided(town, "third_party"))

    assert "<li>本机关于2026年3月4日书面征求第三方的意见，征求意见书于2026年3月5日送达；" in html


def test_letter_whose_facts_the_record_lacks_has_no_form(client, town, by):
    application = decided(town, "third_party")
    application.parties.all().delete()

    html = panel(client, application)

    assert "没有书面征求第三方意见，不能以保护第三方合法权益为由答复" in html
    assert 'name="interest_kind"' not in html


def test_answer_that_another_one_asks_for_is_missed_with_all_that_was_typed(client, town, by):
    given = {"kind": "reply", "on": "2026-03-20", "holder": "elsewhere", "not_ours": "由县交通运输局审批和存档"}

    html = client.post(at(decided(town, "not_held")), given).content.decode()

    assert "请填写「负责公开的机关」（条例第三十六条第（五）项）。" in html
    assert 'value="由县交通运输局审批和存档"' in html
    assert not Letter.objects.exists()


def test_letter_of_tomorrow_is_refused(client, town, by):
    tomorrow = localdate() + dt.timedelta(days=1)

    html = client.post(at(ready(town, K.CORRECTION)), said(on=str(tomorrow))).content.decode()

    assert f"落款日期 {tomorrow} 还没有到" in html


def test_what_is_wrong_is_said_with_all_that_was_typed(client, town, by):
    given = {"kind": "assistance", "on": "2026-03-20", "addressee": "", "matter": "台账", "period": "三十个工作日"}

    html = client.post(at(ready(town, K.ASSISTANCE)), given).content.decode()

    assert "请填写「协办单位」。" in html
    assert 'value="三十个工作日"' in html
    assert not Letter.objects.exists()


def test_refusal_is_said_with_all_that_was_typed(client, town, by):
    html = client.post(at(ready(town, K.CORRECTION)), said(on="2026-03-01")).content.decode()

    assert "落款日期 2026-03-01 早于收到日期 2026-03-02，请核对。" in html
    assert 'value="信息的名称"' in html or "信息的名称</textarea>" in html


def test_letter_that_cannot_be_made_yet_says_why(client, town, by):
    town.review_body = ""
    town.save()

    html = panel(client, asked(town, outcome="disclosed", concluded_on=TODAY))

    assert "《政府信息公开申请答复书》须写明「行政复议机关」。请先在「设置」的「行政机关」中填写" in html


@pytest.mark.parametrize("given", [{"kind": "poem"}, {"kind": ""}, {"kind": "correction", "party": "x"}])
def test_what_no_form_says_is_not_found(client, town, by, given):
    assert client.post(at(asked(town)), given).status_code == 404


def test_sending_is_written_down(client, town, by):
    application = ready(town, K.ASSISTANCE)
    letter = made(application, K.ASSISTANCE, by)

    answer = client.post(
        at(application, letter.pk, "send"), {"on": "2026-03-21", "how": "post", "late_reason": "漏登"}, follow=True
    )

    letter.refresh_from_db()
    assert (str(letter.sent_on), letter.sent_by) == ("2026-03-21", "post")
    html = answer.content.decode()
    assert "已登记「协办函 示镇依申请〔2026〕1号」于 2026-03-21 以邮寄发出。" in html
    assert ">登记发出<" not in panel(client, application)


@pytest.mark.parametrize(
    "given, words",
    [
        ({"on": "", "how": "post"}, "请填写发出日期。"),
        ({"on": "2026-03-21", "how": "x"}, "请从列出的发出方式中选择。"),
        ({"on": "2026-03-01", "how": "post"}, "早于落款日期"),
    ],
)
def test_sending_that_cannot_be_is_refused(client, town, by, given, words):
    application = asked(town)

    answer = client.post(at(application, correction(application, by).pk, "send"), given, follow=True)

    assert words in answer.content.decode()
    assert Letter.objects.get().sent_on is None


def test_letter_is_voided_with_its_reason(client, town, by):
    application = asked(town)
    letter = correction(application, by)

    answer = client.post(at(application, letter.pk, "void"), {"reason": "写错了年份"}, follow=True)

    html = answer.content.decode()
    assert "已作废「补正告知书 示镇依申请〔2026〕1号」，文号保留，不再使用。" in html
    row = panel(client, application)
    assert '<tr class="is-void">' in row
    assert f"{localdate()} 作废：写错了年份" in row
    assert "登记发出" not in row
    assert "保留文号</button>" not in row


def test_no_voiding_without_a_reason(client, town, by):
    application = asked(town)

    answer = client.post(at(application, correction(application, by).pk, "void"), {"reason": " "}, follow=True)

    assert "请填写作废原因" in answer.content.decode()
    assert Letter.objects.get().voided_on is None


def test_voiding_what_went_out_says_that_the_steps_stay(client, town, by):
    application = asked(town)
    letter = sent(correction(application, by), by)

    html = client.post(at(application, letter.pk, "void"), {"reason": "写错了年份"}, follow=True).content.decode()

    assert "收件人已经收到，请另行告知。办理步骤没有改动。" in html


def test_reply_that_went_out_is_not_voided(client, town, by):
    application = ready(town, K.REPLY)
    letter = sent(made(application, K.REPLY, by), by)

    html = client.post(at(application, letter.pk, "void"), {"reason": "写错了年份"}, follow=True).content.decode()

    assert "不能作废。答复有错误的，请「重新办理」；有遗漏的，请生成补充答复书；" in html


def test_reply_that_went_out_before_yesterday_takes_a_reason(client, town, by):
    today = localdate()
    sent_on = today - dt.timedelta(days=3)
    application = asked(town, outcome="disclosed", concluded_on=sent_on, received_on=sent_on, settled_on=None)
    application.steps.create(kind="concluded", on=sent_on)
    letter = made(application, K.REPLY, by, on=sent_on)

    html = client.post(at(application, letter.pk, "send"), {"on": str(sent_on), "how": "post"}, follow=True).content
    assert "请写明补录的理由" in html.decode()
    assert not application.steps.filter(kind="reply_sent").exists()

    given = {"on": str(sent_on), "how": "post", "late_reason": "邮局回单今天才交来"}
    client.post(at(application, letter.pk, "send"), given)

    [step] = application.steps.filter(kind="reply_sent")
    assert (step.on, step.entered_on, step.late_reason) == (sent_on, today, "邮局回单今天才交来")
    letter.refresh_from_db()
    assert letter.sent_on == sent_on


# --- The register ---------------------------------------------------------------------

REGISTER = "/admin/disclosure/application/letters/"


def test_register_lists_every_number_of_the_year(client, town, by):
    first, second, third = (correction(asked(town), by) for _ in range(3))
    client.post(at(second.application, second.pk, "void"), {"reason": "写错了年份"})
    first.delete()

    html = client.get(REGISTER, {"year": "2026"}).content.decode()

    assert "共 3 个号，其中作废 1 个，空号 1 个。" in html
    assert '1号</th><td colspan="5">空号：没有文书使用这个号。' in html
    assert f"{localdate()} 作废：写错了年份" in html
    assert f'href="{address(Application, "change", third.application.pk)}#letters"' in html


@pytest.mark.parametrize("year", ["2025", "x", "99999", "１９"])
def test_register_of_a_year_without_letters_says_so(client, town, by, year):
    assert "年还没有编文号的文书。" in client.get(REGISTER, {"year": year}).content.decode()


def test_register_is_linked_to_from_the_list(client, town, by):
    assert f'href="{REGISTER}">文号登记簿</a>' in client.get("/admin/disclosure/application/").content.decode()


def test_reasons_of_voiding_are_for_those_who_handle(client, town):
    letter = correction(asked(town), clerk(town))
    Letter.objects.filter(pk=letter.pk).update(voided_on=TODAY, void_reason="张示例的名字写错了")
    client.force_login(clerk(town, "政府信息公开工作机构负责人"))

    html = client.get(REGISTER, {"year": "2026"}).content.decode()

    assert "2026-03-20 作废" in html
    assert "张示例" not in html + panel(client, letter.application)


def test_nobody_reads_another_office_s_register(client, town, by):
    other = office()
    correction(asked(other), clerk(other))

    assert "还没有编文号的文书" in client.get(REGISTER, {"year": "2026"}).content.decode()


def test_register_is_closed_to_those_who_see_no_applications(client, town):
    client.force_login(clerk(town, "编辑"))

    assert client.get(REGISTER).status_code == 403


@pytest.mark.parametrize("number", [1, 4])
def test_queries_of_the_register_do_not_grow(client, town, by, number, django_assert_max_num_queries):
    for _ in range(number):
        correction(asked(town), by)
    client.get(REGISTER)

    with django_assert_max_num_queries(8):
        client.get(REGISTER, {"year": "2026"})


@pytest.mark.parametrize("extension, start", [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_letter_is_downloaded_and_the_look_recorded(client, town, by, extension, start):
    application = asked(town)
    letter = correction(application, by)

    answer = client.get(at(application, letter.pk, extension))

    assert answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert Act.objects.order_by("number").last().verb == "look"


def test_letter_is_found_at_its_own_application_only(client, town, by):
    letter = correction(asked(town), by)

    assert client.get(at(asked(town), letter.pk, "docx")).status_code == 404
    assert client.get(at(letter.application, letter.pk, "odt")).status_code == 404


@pytest.mark.parametrize("role", ["政府信息公开工作机构负责人", "年报", "只读审计"])
def test_readers_see_that_letters_exist_and_nothing_in_them(client, town, role):
    application = busy(town)
    letter = correction(application, clerk(town))
    client.force_login(clerk(town, role))

    html = panel(client, application)

    assert "示镇依申请〔2026〕1号" in html
    assert "示例局" not in html
    assert "<form" not in html
    assert "/letter/" not in html
    answer = client.get(at(application, letter.pk, "docx"), follow=True)
    assert "没有查看申请材料的权限" in answer.content.decode()
    client.post(at(application), said())
    client.post(at(application, letter.pk, "void"), {"reason": "原因"})
    assert Letter.objects.get().voided_on is None


def test_nobody_reaches_another_office_s_letters(client, by):
    other = office()
    application = asked(other)
    letter = correction(application, clerk(other))

    for reach in (
        lambda: client.get(at(application, letter.pk, "docx")),
        lambda: client.post(at(application), said()),
        lambda: client.post(at(application, letter.pk, "void"), {"reason": "原因"}),
    ):
        assert reach().status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_queries_of_the_page_do_not_grow_with_the_letters(client, town, by, count, django_assert_max_num_queries):
    application = busy(town)
    for _ in range(count):
        correction(application, by)
    screen = address(Application, "change", application.pk)
    client.get(screen)

    with django_assert_max_num_queries(26):
        client.get(screen)


def test_panel_has_no_style_or_script_of_its_own(client, town, by):
    application = busy(town)
    correction(application, by)

    assert not re.search(r"style=|<script|onclick", panel(client, application))


# --- Templates ----------------------------------------------------------------------


def word(*lines):
    made = opened()
    for line in lines:
        made.element.body.sectPr.addprevious(paragraph(line))
    return saved(made)


def upload(content, name="补正.docx"):
    return SimpleUploadedFile(name, content, "application/octet-stream")


@pytest.fixture
def keeper(client, town):
    person = clerk(town, "管理员")
    client.force_login(person)
    return person


def added(client, town, content, kind="correction", name="补正.docx"):
    given = {"authority": town.pk, "kind": kind, "upload": upload(content, name)}
    return client.post(address(LetterTemplate, "add"), given)


def test_own_template_is_kept_and_recorded(client, town, keeper):
    assert added(client, town, word("请{{ 称谓 }}补正：", "{{ 补正事项 }}")).status_code == 302

    kept = LetterTemplate.objects.get()
    assert (kept.kind, kept.name) == ("correction", "补正.docx")
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.user, act.label) == ("add", keeper, "补正告知书")
    assert act.changes["content"][1].startswith("补正.docx（")


@pytest.mark.parametrize(
    "content, words",
    [
        (lambda: word("{{ 申请人 }}{{ 申请者 }}{{ 电话 }}"), "没有的字段：申请者、电话。"),
        (lambda: word("{{ 第三方 }}"), "没有的字段：第三方。"),
        (lambda: word("{{ range }}"), "没有的字段：range。"),
        (lambda: word("{{ 申请人"), "字段写法有误"),
        (lambda: word("{% if 申请人 %}"), "字段写法有误"),
        (lambda: word("{{ 申请人.__class__.__mro__ }}"), "没有内容可填的字段|不允许的写法"),
        (lambda: word("{{ 'a' * 1000000000 }}"), "不允许的写法"),
        (lambda: b"PK\x03\x04broken", "已损坏|不是"),
        (lambda: b"%PDF-1.7 nothing", "不是 DOCX 文件"),
    ],
)
def test_template_that_cannot_be_used_is_refused_and_says_why(client, town, keeper, content, words):
    html = added(client, town, content()).content.decode()

    assert re.search(words, html)
    assert not LetterTemplate.objects.exists()


def test_unknown_field_of_a_row_is_refused(client, town, keeper):
    lines = word("{%p for 行 in 收费明细 %}", "{{ 行.税率 }}", "{%p endfor %}")

    assert "税率" in added(client, town, lines, kind="fee_notice").content.decode()
    assert not LetterTemplate.objects.exists()


def test_macros_are_refused(client, town, keeper):
    target = io.BytesIO(word("{{ 申请人 }}"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")

    assert "宏" in added(client, town, target.getvalue()).content.decode()
    assert not LetterTemplate.objects.exists()


def test_template_whose_tables_make_no_sense_is_refused(client, town, keeper):
    made = opened()
    table = element(
        "tbl", element("tblGrid"), element("tr", element("tc", element("tcPr", element("gridSpan", val="x"))))
    )
    made.element.body.sectPr.addprevious(table)

    assert "模板「补正.docx」不能用" in added(client, town, saved(made)).content.decode()
    assert not LetterTemplate.objects.exists()


def test_author_of_a_template_is_not_kept(client, town, keeper):
    made = opened()
    made.core_properties.author = "某作者"
    made.element.body.sectPr.addprevious(paragraph("{{ 申请人 }}"))

    added(client, town, saved(made))

    with zipfile.ZipFile(io.BytesIO(LetterTemplate.objects.get().content)) as archive:
        assert not any("某作者".encode() in archive.read(name) for name in archive.namelist())


def test_what_the_printed_letter_will_lack_is_told(client, town, keeper):
    made = opened()
    made.sections[0].header.is_linked_to_previous = False
    made.sections[0].header.paragraphs[0].text = "页眉文字"
    made.element.body.sectPr.addprevious(paragraph("{{ 申请人 }}"))
    given = {"authority": town.pk, "kind": "correction", "upload": upload(saved(made))}

    html = client.post(address(LetterTemplate, "add"), given, follow=True).content.decode()

    assert "模板里的页眉在 DOCX 文件里有，在 PDF 文件里没有。" in html


def test_template_is_replaced_downloaded_and_taken_back(client, town, keeper):
    added(client, town, word("第一版{{ 申请人 }}"))
    kept = LetterTemplate.objects.get()
    change = address(LetterTemplate, "change", kept.pk)
    assert client.post(change, {"upload": upload(word("第二版{{ 申请人 }}"), "新.docx")}).status_code == 302

    file = client.get(reverse("admin:disclosure_lettertemplate_file", args=(kept.pk,)))
    assert "第二版{{ 申请人 }}" in lines_of(file.content)

    client.post(address(LetterTemplate, "delete", kept.pk), {"post": "yes"})
    assert not LetterTemplate.objects.exists()
    assert Act.objects.order_by("number").last().changes == {"content": ["新.docx", ""]}


@pytest.mark.parametrize("kind", LetterKind)
def test_default_template_is_downloaded_and_goes_back_up(client, town, keeper, kind):
    file = client.get(reverse("admin:disclosure_lettertemplate_default", args=(kind.value,)))

    assert file.content == default_template(kind)
    assert added(client, town, file.content, kind=kind.value).status_code == 302


def test_no_default_of_a_kind_that_is_none(client, keeper):
    assert client.get("/admin/disclosure/lettertemplate/default/poem/").status_code == 404


def test_form_names_every_field(client, town, keeper):
    html = client.get(address(LetterTemplate, "add")).content.decode()

    for kind in LetterKind:
        for name in samples(kind):
            assert f"{{{{ {name} }}}}" in html


def test_who_handles_applications_reads_templates_only(client, town, by):
    LetterTemplate.objects.create(authority=town, kind="correction", content=word("{{ 申请人 }}"), name="补正.docx")
    kept = LetterTemplate.objects.get()

    assert added(client, town, word("{{ 申请人 }}"), kind="reply").status_code == 403
    assert client.get(address(LetterTemplate, "change", kept.pk)).status_code == 200
    client.post(address(LetterTemplate, "delete", kept.pk), {"post": "yes"})
    assert LetterTemplate.objects.count() == 1


def test_template_of_another_office_is_not_found(client, keeper):
    kept = LetterTemplate.objects.create(authority=office(), kind="reply", content=word("{{ 申请人 }}"))

    assert client.get(reverse("admin:disclosure_lettertemplate_file", args=(kept.pk,))).status_code == 404
