"""Letters of an application: filled without a gap, kept as sent (statute 3.5)."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.forms.models import model_to_dict

from disclosure.desk.applications import papers
from disclosure.desk.letters.actions import make_letter, send_letter
from disclosure.desk.letters.questions import parts_for
from disclosure.desk.letters.values import values_for
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Act, Application, Letter, LetterTemplate
from disclosure.rendering.docx.elements import paragraph
from disclosure.rendering.docx.package import opened, saved
from disclosure.rendering.letters import fields_of
from tests.factories import AuthorityFactory

from .lettering import (
    BLANK,
    ENDED,
    RECEIVED,
    THIRD,
    TODAY,
    UNPAID_FROM,
    asked,
    charge,
    clerk,
    consult,
    decided,
    lines_of,
    made,
    party_for,
    ready,
    said_for,
    sent,
    step,
    text_of,
)

pytestmark = pytest.mark.django_db
K = LetterKind


def replied(town, by, outcome="disclosed", **given):
    said = given.pop("said", {})
    return made(decided(town, outcome, **given), K.REPLY, by, **said)


def day_of(outcome):
    """A day on which such a reply may go out; a fee is given up only after its period."""
    return UNPAID_FROM if outcome == "not_paid" else TODAY


def of_kind(town, kind, by):
    """One that a letter of the kind can be made of, a supplement included."""
    if kind != K.SUPPLEMENT:
        return ready(town, kind)
    return sent(made(ready(town, K.REPLY), K.REPLY, by), by).application


# --- Filled -------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind)
def test_values_are_exactly_the_fields_of_the_kind(town, by, without_pdf, kind):
    application = of_kind(town, kind, by)

    values = values_for(
        application, kind, on=TODAY, party=party_for(application, kind), said=said_for(application, kind), number="示1号", by=by
    )  # fmt: skip

    assert set(values) == fields_of(kind)
    blank = [name for name, value in values.items() if name not in {"附件", "期限说明"} and not value]
    assert blank == []


@pytest.mark.parametrize("kind", sorted({*LetterKind} - {K.REPLY}))
def test_no_gap_in_any_letter(town, by, without_pdf, kind):
    for line in lines_of(made(of_kind(town, kind, by), kind, by).docx.read()):
        assert not BLANK.search(line), line


@pytest.mark.parametrize("outcome", sorted({*Outcome} - {Outcome.PARTLY}))
def test_no_gap_in_the_reply_of_any_outcome(town, by, without_pdf, outcome):
    on = day_of(outcome)

    for line in lines_of(made(decided(town, outcome, on=on), K.REPLY, by, on).docx.read()):
        assert not BLANK.search(line), line


@pytest.mark.parametrize(
    "ground",
    ["state_secret", "other_law", "safety", "third_party", "internal", "process", "enforcement_file", "not_held"],
)
def test_no_gap_whatever_the_ground_of_the_part_withheld(town, by, without_pdf, ground):
    letter = replied(town, by, "partly", withheld_as=ground)

    assert not BLANK.search(text_of(letter))


def test_reply_reads_as_an_official_letter(town, by):
    letter = replied(town, by, content="2025年道路养护资金。", said={"enclosed": "资金表\r\n\r\n说明"})

    assert [line for line in lines_of(letter.docx.read()) if line] == [
        "示例镇人民政府\n政府信息公开申请答复书",
        "示镇依申请〔2026〕1号",
        "张示例：",
        f"本机关于2026年3月2日收到你提出的政府信息公开申请（申请编号：{letter.application.number}），申请内容为：“2025年道路养护资金”。",
        "经审查，你申请公开的信息属于可以公开的政府信息。",
        "根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，本机关决定予以公开，以申请人要求的方式随本答复书提供。",
        "如不服本答复书，可以自收到本答复书之日起60日内，向示例县人民政府申请行政复议，或者自收到本答复书之日起6个月内，向示例县人民法院提起行政诉讼。",
        "附件：",
        "1. 资金表",
        "2. 说明",
        "示例镇人民政府",
        "2026年3月20日",
    ]


@pytest.mark.parametrize(
    "outcome, given, on, is_first",
    [
        ("internal", {}, dt.date(2026, 3, 20), True),
        ("partly", {"withheld_as": "third_party"}, dt.date(2026, 3, 20), True),
        ("internal", {"received_on": dt.date(2023, 11, 1)}, dt.date(2023, 12, 29), False),
        ("not_held", {}, dt.date(2026, 3, 20), False),
        ("inquiry", {}, dt.date(2026, 3, 20), False),
    ],
)
def test_reply_tells_whether_review_comes_first(town, by, *, without_pdf, outcome, given, on, is_first):
    application = decided(town, outcome, on=on, **given)

    text = text_of(made(application, K.REPLY, by, on=on))

    assert ("应当先申请行政复议" in text) is is_first
    assert ("15日内，向示例县人民法院" in text) is is_first
    assert ("6个月内，向示例县人民法院" in text) is not is_first


def test_published_already_tells_where_to_find_it(town, by, without_pdf):
    letter = replied(town, by, is_public_already=True, said={"where": "本机关网站公开目录第3页。"})

    assert "第三十六条第（一）项的规定，告知你获取该政府信息的方式、途径：本机关网站公开目录第3页。" in text_of(letter)


REMEDIES = "对本答复不服的，60日内可以向示例县人民政府申请复议，6个月内可以向示例县人民法院起诉。"


def test_who_writes_may_change_the_words_of_one_letter(town, by, without_pdf):
    said = {
        "finding": "经查，情况属实",
        "decision": "本机关决定予以公开，【提供方式】提供。",
        "remedies": REMEDIES,
        "given": "当面",
    }

    text = text_of(replied(town, by, said=said))

    assert "经查，情况属实。\n" in text
    assert f"的规定，本机关决定予以公开，当面提供。\n{REMEDIES}\n" in text


@pytest.mark.parametrize("said, sentence", [
    ({"decision": "本机关决定不予公开。【提供方式】"}, "没有写明「予以公开」"),
    ({"decision": "本机关决定予以公开，【提供方式】；其余不予公开。"}, "写了「不予公开」"),
    ({"remedies": "可以申请行政复议。"}, "没有写明「示例县人民政府」"),
    ({"remedies": REMEDIES.replace("60日", "30日")}, "没有写明「60日」"),
    ({"remedies": "本答复为最终答复。" + REMEDIES}, "写了「最终答复」"),
    ({"remedies": REMEDIES + "不得提起诉讼。"}, "救济途径由法律规定"),
])  # fmt: skip
def test_changed_words_keep_the_decision_and_the_remedies(town, by, said, sentence):
    with pytest.raises(Refused, match=sentence):
        replied(town, by, said={"given": "当面", **said})


def test_a_gap_left_in_changed_words_is_refused(town, by):
    with pytest.raises(Refused, match="「决定」中的【另一处】还没有填写"):
        replied(town, by, said={"decision": "本机关决定予以公开，【提供方式】，【另一处】。"})


def test_ground_of_the_part_withheld_is_asked_where_the_record_lacks_it(town, by, without_pdf):
    with pytest.raises(Refused, match="请填写「不予公开部分的依据」"):
        replied(town, by, "partly", said={"withheld_as": ""})

    said = {"withheld_as": "safety", "withheld": "第3页的图纸", "harm": "图纸公开后会暴露桥梁的薄弱部位"}
    text = text_of(replied(town, by, "partly", said=said))

    assert "第3页的图纸公开后可能危及国家安全。图纸公开后会暴露桥梁的薄弱部位。" in text
    assert "应当先申请行政复议" in text


def test_organisation_is_spoken_to_as_one(town, by, without_pdf):
    assert "收到你单位提出的" in text_of(replied(town, by, applicant_kind="business", applicant="示例公司"))


def test_corrected_application_says_so(town, by, without_pdf):
    application = asked(town, **ENDED)
    step(application, "correction_asked", dt.date(2026, 3, 4))
    step(application, "corrected", dt.date(2026, 3, 6))

    assert "政府信息公开申请，于2026年3月6日收到补正后的申请（申请编号" in text_of(made(application, K.REPLY, by))


def test_fee_notice_shows_how_the_amount_came_about(town, by, without_pdf):
    text = text_of(made(ready(town, K.FEE_NOTICE), K.FEE_NOTICE, by))

    for line in (
        "第1页至第30页\n30\n0\n0",
        "第31页至第100页\n70\n10\n700",
        "第101页至第200页\n20\n20\n400",
        "合计\n120页\n—\n1100",
    ):
        assert line in text
    assert "金额为1100元（大写：壹仟壹佰元整）" in text
    assert "请自收到本通知书次日起20个工作日内缴纳。缴费方式：镇财政所窗口缴纳。" in text


def test_fee_that_the_tariff_does_not_give_is_refused(town, by):
    application = asked(town)
    charge(application, amount=900)

    with pytest.raises(Refused, match="登记的金额是 900 元，按收费标准应为 1100 元"):
        made(application, K.FEE_NOTICE, by)


def test_applicant_is_told_who_is_asked_in_general_only(town, by, without_pdf):
    application = asked(town)
    consult(application)
    consult(application, "agency", on=dt.date(2026, 3, 10), name="示例局")

    text = text_of(made(application, K.ASKING_NOTICE, by))

    assert "需要征求第三方和其他机关的意见。本机关已于2026年3月4日、2026年3月10日书面征求其意见" in text
    assert "第三十二条、第三十三条、第三十四条的规定" in text
    assert "示例公司" not in text


@pytest.mark.parametrize("kind", sorted({*THIRD, K.AGENCY_ASKED, K.ASSISTANCE}))
def test_nobody_else_learns_who_applied(town, by, without_pdf, kind):
    application = ready(town, kind, phone="13800000000", document="TEST0000000001")

    text = text_of(made(application, kind, by))

    assert "张示例" not in text
    assert "13800000000" not in text
    assert application.number not in text


@pytest.mark.parametrize("name, label", [("review_body", "行政复议机关"), ("court", "有管辖权的人民法院")])
def test_no_reply_without_the_bodies(by, town, name, label):
    setattr(town, name, "")
    town.save()

    with pytest.raises(Refused, match=f"请先在「设置」的「行政机关」中填写「示例镇人民政府」的「{label}」"):
        replied(town, by)


def test_no_fee_notice_without_the_way_of_paying(by, town):
    town.payment_way = ""
    town.save()

    with pytest.raises(Refused, match="填写「示例镇人民政府」的「缴费方式」"):
        made(ready(town, K.FEE_NOTICE), K.FEE_NOTICE, by)


@pytest.mark.parametrize(
    "kind, said",
    [
        (K.REPLY, "还没有办理结果"),
        (K.EXTENSION, "还没有登记「延长告知」"),
        (K.FEE_NOTICE, "还没有登记「收费通知」"),
        (K.CORRECTION, "还没有登记「补正告知」"),
        (K.REASONS, "还没有登记「说明理由告知」"),
        (K.TERMINATION, "还没有登记「撤回」"),
        (K.ASKING_NOTICE, "还没有登记征求"),
        (K.THIRD_PARTY_ASKED, "须对应这件申请的一个第三方"),
        (K.AGENCY_ASKED, "须对应这件申请的一个其他机关"),
    ],
)
def test_a_letter_waits_for_what_it_tells_of(town, by, kind, said):
    with pytest.raises(Refused, match=said):
        make_letter(application=asked(town), kind=kind, by=by, on=TODAY, today=TODAY, said={"reason": "原因"})


def test_supplement_waits_for_a_reply_that_went_out(town, by):
    letter = replied(town, by)

    with pytest.raises(Refused, match="还没有发出答复书"):
        made(letter.application, K.SUPPLEMENT, by)


def test_required_part_may_not_be_blank(town, by):
    with pytest.raises(Refused, match="请填写「补正事项」"):
        made(ready(town, K.CORRECTION), K.CORRECTION, by, matters="  ")


def test_no_letter_before_receipt_nor_dated_before_it(town, by):
    with pytest.raises(Refused, match="落款日期 2026-03-01 早于收到日期 2026-03-02"):
        made(asked(town), K.RECEIPT, by, on=dt.date(2026, 3, 1))
    waiting = asked(town, received_on=None, arrived_on=RECEIVED, channel="fax")
    with pytest.raises(Refused, match="还没有确认收到"):
        make_letter(application=waiting, kind=K.RECEIPT, by=by, on=TODAY, today=TODAY)


def test_no_letter_once_personal_data_is_gone(town, by):
    with pytest.raises(Refused, match="个人信息已于 2026-03-10 清除"):
        made(asked(town, erased_on=dt.date(2026, 3, 10)), K.RECEIPT, by)


# --- Kept, sent ------------------------------------------------------


def test_letter_is_kept_encrypted_as_word_and_as_pdf(town, by):
    letter = replied(town, by)

    assert letter.pdf.read().startswith(b"%PDF-")
    assert letter.docx.read().startswith(b"PK")
    assert {letter.docx.kind, letter.pdf.kind} == {"letter"}
    assert (letter.docx.name, letter.pdf.name) == (
        "政府信息公开申请答复书示镇依申请〔2026〕1号.docx", "政府信息公开申请答复书示镇依申请〔2026〕1号.pdf",
    )  # fmt: skip
    for paper in (letter.docx, letter.pdf):
        with default_storage.open(paper.file.name) as stored:
            assert paper.read() not in stored.read()


def test_making_and_sending_are_acts_without_a_name_in_them(town, by, without_pdf):
    letter = replied(town, by)
    sent(letter, by)

    acts = list(Act.objects.filter(verb__in=["letter", "send"]).order_by("number"))

    title = "文书「政府信息公开申请答复书 示镇依申请〔2026〕1号」"
    assert [(one.verb, one.user, one.changes) for one in acts] == [
        ("letter", by, {title: ["", "已生成"]}),
        ("send", by, {title: ["已生成", "2026-03-20 以邮寄发出"]}),
    ]
    assert not any("张示例" in str(one.changes) + one.label for one in Act.objects.all())


def test_reading_a_letter_is_recorded(town, by, without_pdf):
    letter = replied(town, by)

    papers.read_paper(letter.docx, by=by)

    assert Act.objects.order_by("number").last().verb == "look"


def test_sent_letter_stays_byte_for_byte(town, by, without_pdf):
    letter = replied(town, by)
    before = letter.docx.read()
    sent(letter, by, how="email")
    Application.objects.update(applicant_kind="business", content="别的内容")
    town.name = "改名后的政府"
    town.save()

    found = Letter.objects.get()
    assert (found.docx.read(), found.sent_on, found.sent_by) == (before, TODAY, "email")


@pytest.mark.parametrize(
    "on, how, said",
    [(dt.date(2026, 3, 19), "post", "早于落款日期"), (TODAY, "pigeon", "不认识的取值|不是有效选项|有效选项")],
)
def test_what_cannot_be_sent_so_is_refused(town, by, *, without_pdf, on, how, said):
    with pytest.raises(Refused, match=said):
        send_letter(letter=replied(town, by), by=by, on=on, how=how, entry=Entry(TODAY))


def test_a_letter_is_sent_once_and_forms_of_the_house_never(town, by, without_pdf):
    letter = sent(replied(town, by), by)

    with pytest.raises(Refused, match="不必再次登记"):
        sent(letter, by)
    with pytest.raises(Refused, match="内部使用"):
        sent(made(letter.application, K.REGISTRATION, by), by)


def test_reply_has_gone_out_with_its_letter(town, by, without_pdf):
    application = asked(town, **ENDED, settled_on=None)
    step(application, "concluded", TODAY)
    letter = made(application, K.REPLY, by)
    assert list(Application.objects.unsent()) == [application]

    sent(letter, by)

    assert not Application.objects.unsent().exists()
    [reply_sent] = application.steps.filter(kind="reply_sent")
    assert (reply_sent.on, reply_sent.note) == (TODAY, f"{letter}，邮寄")


def test_second_reply_is_a_supplement_and_counts_nothing(town, by, without_pdf):
    letter = sent(replied(town, by), by)
    application = Application.objects.get()
    before = model_to_dict(application)
    with pytest.raises(Refused, match="请生成补充答复书"):
        made(application, K.REPLY, by)

    later = made(application, K.SUPPLEMENT, by, content="补充一份材料。")
    sent(later, by)

    assert f"本机关已作出《政府信息公开申请答复书》（{letter.number}），现补充答复如下：\n补充一份材料。\n" in text_of(
        later
    )
    assert model_to_dict(Application.objects.get()) == before


def test_taken_up_again_it_is_replied_to_again(town, by, without_pdf):
    letter = sent(replied(town, by), by)
    step(letter.application, "reopened", dt.date(2026, 5, 6))
    letter.application.concluded_on = dt.date(2026, 5, 20)
    letter.application.save()

    assert made(letter.application, K.REPLY, by, on=dt.date(2026, 5, 20)).number == "示镇依申请〔2026〕2号"


@pytest.mark.parametrize("role", ["编辑", "政府信息公开工作机构负责人", "年报", "只读审计"])
def test_only_who_handles_applications_makes_letters(town, role):
    with pytest.raises(Refused, match="没有生成文书的权限"):
        make_letter(application=asked(town), kind=K.RECEIPT, by=clerk(town, role), on=TODAY, today=TODAY)


def test_nobody_makes_another_office_s_letters(town):
    with pytest.raises(Refused, match="本机关"):
        make_letter(application=asked(town), kind=K.RECEIPT, by=clerk(AuthorityFactory()), on=TODAY, today=TODAY)


# --- The office's own template ----------------------------------------------------


def test_the_office_s_own_template_is_used(town, by, without_pdf):
    word = opened()
    word.element.body.sectPr.addprevious(paragraph("自己的模板：{{ 申请人 }}，{{ 文号 }}"))
    LetterTemplate.objects.create(authority=town, kind=K.CORRECTION, content=saved(word))

    assert (
        text_of(made(ready(town, K.CORRECTION), K.CORRECTION, by)).strip()
        == "自己的模板：张示例，示镇依申请〔2026〕1号"
    )
    assert "自己的模板" not in text_of(made(ready(town, K.REASONS), K.REASONS, by))


def test_parts_offer_what_is_known(town):
    application = ready(town, K.THIRD_PARTY_ASKED)
    party = party_for(application, K.THIRD_PARTY_ASKED)

    offered = {one.name: one.initial for one in parts_for(application, K.THIRD_PARTY_ASKED, on=TODAY, party=party)}

    assert offered == {"matter": "道路养护合同", "reason": ""}
