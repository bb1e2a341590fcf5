"""A reply gives the facts and reasons of its case, or it is not made (条例 art. 36(3))."""

import datetime as dt

import pytest

from disclosure.desk.letters.questions import parts_for
from disclosure.errors import Refused
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Application, Letter, Opinion

from .lettering import (
    ANSWERED_ON,
    ASKED_ON,
    SERVED_ON,
    TODAY,
    UNPAID_FROM,
    answered_before,
    approve,
    asked,
    charge,
    consult,
    decided,
    made,
    ready,
    said_for,
    sent,
    step,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_pdf")]
K = LetterKind


def finding_of(letter):
    """The paragraph after the one that tells of the receipt."""
    lines = [line for line in text_of(letter).split("\n") if line]
    return lines[next(place for place, line in enumerate(lines) if "申请内容为" in line) + 1]


# Outcome → what its writer says, and the finding that follows, as a person would write it.
WRITTEN = {
    "state_secret": (
        {"secret_level": "秘密", "secret_period": "10年", "classified_by": "示例县保密委员会"},
        "经审查，你申请公开的信息依法确定为国家秘密，密级为秘密，保密期限为10年，由示例县保密委员会确定。",
    ),
    "other_law": (
        {
            "law_name": "《中华人民共和国统计法》",
            "law_article": "第二十八条",
            "law_why": "所申请的是能够识别单个调查对象的原始资料",
        },
        (
            "经审查，你申请公开的信息属于法律、行政法规禁止公开的政府信息，依据是《中华人民共和国统计法》第二十八条。"
            "所申请的是能够识别单个调查对象的原始资料。"
        ),
    ),
    "safety": (
        {"safety_kind": "公共安全", "harm": "图纸标明水厂加药间的位置，公开会使供水设施容易受到破坏"},
        "经审查，你申请公开的信息公开后可能危及公共安全。图纸标明水厂加药间的位置，公开会使供水设施容易受到破坏。",
    ),
    "internal": (
        {"document": "2025年值班安排表", "internal_kind": "人事管理", "why": "只安排本机关人员值班，对外部没有影响"},
        "经审查，你申请公开的信息（2025年值班安排表）属于本机关人事管理方面的内部事务信息。只安排本机关人员值班，对外部没有影响。",
    ),
    "process": (
        {
            "document": "关于张村道路改线的请示",
            "process_kind": "请示报告",
            "process_stage": "有关决定尚未作出",
            "why": "改线方案仍在征求县交通部门意见，公开会使未定方案被当作决定",
        },
        (
            "经审查，你申请公开的信息（关于张村道路改线的请示）属于本机关在履行行政管理职能过程中形成的请示报告，有关决定尚未作出。"
            "改线方案仍在征求县交通部门意见，公开会使未定方案被当作决定。"
        ),
    ),
    "enforcement_file": (
        {"document": "询问笔录", "case_file": "2025年9月立案的违法占地案", "why": "案件尚在调查，公开会妨碍取证"},
        "经审查，你申请公开的信息（询问笔录）属于行政执法案卷信息，所属案件为2025年9月立案的违法占地案。案件尚在调查，公开会妨碍取证。",
    ),
    "third_party": (
        {
            "interest_kind": "商业秘密",
            "interest_detail": "投标文件中的成本构成和供货渠道",
            "party_said": "公开会使同行知道其进货价格",
            "weighing": "中标价格和工程质量已经公开，成本构成不影响村民监督工程",
        },
        (
            "经审查，你申请公开的信息涉及第三方的商业秘密（投标文件中的成本构成和供货渠道），公开会对第三方合法权益造成损害。"
            "本机关于2026年3月4日书面征求第三方的意见，征求意见书于2026年3月5日送达；第三方于2026年3月9日答复不同意公开，"
            "理由是：公开会使同行知道其进货价格。本机关认为不公开不会对公共利益造成重大影响："
            "中标价格和工程质量已经公开，成本构成不影响村民监督工程。"
        ),
    ),
    "inquiry": (
        {
            "inquiry": "不动产登记资料",
            "inquiry_rule": "《不动产登记暂行条例》第二十七条",
            "procedure": "持身份证明到县不动产登记中心查询",
        },
        "经审查，你申请公开的信息属于行政查询事项（不动产登记资料），《不动产登记暂行条例》第二十七条对其获取有特别规定。",
    ),
    "needs_making": (
        {"making": "全镇分村低保金额汇总表", "work": "从1200份审批表中逐份摘录金额后按村合计"},
        (
            "经审查，你申请公开的信息没有现成信息。要提供该信息，本机关须另行制作全镇分村低保金额汇总表："
            "从1200份审批表中逐份摘录金额后按村合计。"
        ),
    ),
    "still_unclear": (
        {"unclear": "仍没有写明是哪一年、哪个村的补偿"},
        (
            "本机关于2026年3月3日书面告知你补正申请内容，于2026年3月9日收到你的补正。补正以后，申请内容仍不明确："
            "仍没有写明是哪一年、哪个村的补偿。"
        ),
    ),
    "petition": (
        {"demand": "要求查处邻居违法建房并赔偿", "channel": "县信访局接待窗口"},
        "经审查，你以政府信息公开申请的形式进行信访、投诉、举报等活动：要求查处邻居违法建房并赔偿。",
    ),
    "publication": (
        {"publication": "《示例县年鉴2024》", "where": "县图书馆借阅"},
        "经审查，你申请提供的是公开出版物：《示例县年鉴2024》。",
    ),
    "excessive": (
        {"excess": "2026年1月至2月提出60件，内容大体相同", "unreasonable": "只说需要，没有说明与60件申请对应的用处"},
        (
            "经审查，你申请公开政府信息的数量、频次明显超过合理范围：2026年1月至2月提出60件，内容大体相同。"
            "本机关于2026年3月4日书面要求你说明理由，你于2026年3月9日说明了理由。"
            "本机关认为理由不合理：只说需要，没有说明与60件申请对应的用处。"
        ),
    ),
    "not_corrected": (
        {},
        (
            "本机关于2026年3月3日书面告知你补正申请内容，告知书于2026年3月5日送达，"
            "补正期限为收到之日起5个工作日，至2026年3月12日届满，你无正当理由逾期不补正，视为放弃申请。"
        ),
    ),
    "not_paid": (
        {},
        (
            "本机关于2026年3月4日书面通知你缴纳信息处理费1100元，通知书于2026年3月5日送达，"
            "缴费期限至2026年4月2日届满，你逾期未按收费通知要求缴纳，视为放弃申请。"
        ),
    ),
    "confirmation": (
        {"obtained": "2025年5月本机关以邮寄方式提供的用地批复复印件"},
        "经审查，你要求本机关确认或者重新出具已经获取的信息（2025年5月本机关以邮寄方式提供的用地批复复印件）。",
    ),
}


@pytest.mark.parametrize("outcome", WRITTEN)
def test_reply_says_the_facts_and_the_reason(town, by, outcome):
    said, finding = WRITTEN[outcome]
    on = UNPAID_FROM if outcome == "not_paid" else TODAY

    assert finding_of(made(decided(town, outcome, on=on), K.REPLY, by, on, **said)) == finding


ASKED_FOR = [(outcome, name) for outcome, (said, _) in WRITTEN.items() for name in said]


@pytest.mark.parametrize("outcome, name", ASKED_FOR)
def test_without_one_of_them_there_is_no_letter(town, by, outcome, name):
    application = decided(town, outcome)
    label = next(part.label for part in parts_for(application, K.REPLY, on=TODAY) if part.name == name)

    with pytest.raises(Refused, match=f"请填写「{label}」.*在「文书」下生成这份文书的表格中填写"):
        made(application, K.REPLY, by, **WRITTEN[outcome][0] | {name: " "})
    assert not Letter.objects.exists()


@pytest.mark.parametrize("outcome", sorted(WRITTEN))
def test_no_reason_is_offered(town, outcome):
    """What stands there before anybody wrote it stands in for nothing."""
    on = UNPAID_FROM if outcome == "not_paid" else TODAY
    parts = parts_for(decided(town, outcome, on=on), K.REPLY, on=on)

    assert [part.name for part in parts if part.required and part.initial] == []


@pytest.mark.parametrize(
    "outcome, name, formula",
    [
        ("third_party", "weighing", "不公开不会对公共利益造成重大影响。"),
        ("third_party", "interest_detail", "商业秘密"),
        ("third_party", "party_said", "不同意公开"),
        ("process", "why", "属于过程性信息，可以不予公开"),
        ("internal", "why", "依法不予公开"),
        ("safety", "harm", "可能危及国家安全、公共安全、经济安全、社会稳定"),
        ("needs_making", "work", "需要加工、分析"),
        ("other_law", "law_why", "法律、行政法规禁止公开"),
    ],
)
def test_a_formula_is_no_reason(town, by, outcome, name, formula):
    with pytest.raises(Refused, match="只有套话，没有写这件申请的事实和理由"):
        made(decided(town, outcome), K.REPLY, by, **WRITTEN[outcome][0] | {name: formula})


def test_law_is_named_with_its_article(town, by):
    application, (said, _) = decided(town, "other_law"), WRITTEN["other_law"]

    with pytest.raises(Refused, match="「法律或者行政法规」写得不完整"):
        made(application, K.REPLY, by, **said | {"law_name": "统计法"})
    with pytest.raises(Refused, match="「禁止公开的条款」写得不完整"):
        made(application, K.REPLY, by, **said | {"law_article": "有关条款"})


def test_process_information_that_became_final_is_none(town, by):
    said = WRITTEN["process"][0] | {"process_stage": "已经成为决定的内容或者依据"}

    with pytest.raises(Refused, match="不再是过程性信息，不能以此为由不予公开"):
        made(decided(town, "process"), K.REPLY, by, **said)


@pytest.mark.parametrize("name, value", [("process_kind", "会议纪要"), ("process_stage", "x")])
def test_only_the_four_kinds(town, by, name, value):
    with pytest.raises(Refused, match="不在可选的范围内"):
        made(decided(town, "process"), K.REPLY, by, **WRITTEN["process"][0] | {name: value})


def test_part_withheld_takes_the_reasons_of_its_ground(town, by):
    said = {"withheld": "第3页的会议发言", **WRITTEN["process"][0], "process_kind": "讨论记录", "document": "会议记录"}

    assert finding_of(made(decided(town, "partly", withheld_as="process"), K.REPLY, by, **said)) == (
        "经审查，你申请公开的信息中含有不应当公开的内容，但能够作区分处理：第3页的会议发言（会议记录）属于本机关在履行行政管理职能"
        "过程中形成的讨论记录，有关决定尚未作出。改线方案仍在征求县交通部门意见，公开会使未定方案被当作决定。"
    )


def test_part_not_held_says_so_and_refuses_nothing(town, by):
    said = {"withheld": "2001年的部分", "holder": "nowhere", "search": "镇档案室", "search_how": "按年份"}

    text = text_of(made(decided(town, "partly", withheld_as="not_held"), K.REPLY, by, **said))

    assert (
        "2001年的部分：经在镇档案室检索（检索方法：按年份），没有找到你申请公开的信息，本机关不掌握相关政府信息。"
        in text
    )
    assert "对2001年的部分，本机关无法提供，告知你该政府信息不存在。" in text


def test_changed_words_keep_the_reasons(town, by):
    application, said = decided(town, "process"), WRITTEN["process"][0]

    with pytest.raises(Refused, match="没有写进这件申请的【材料的名称】"):
        made(application, K.REPLY, by, **said, finding="经审查，该信息属于过程性信息。")

    finding = "{document}是{process_kind}，{process_stage}，【不公开的理由】。".format_map(said)
    assert finding_of(made(application, K.REPLY, by, **said, finding=finding)) == (
        "关于张村道路改线的请示是请示报告，有关决定尚未作出，改线方案仍在征求县交通部门意见，公开会使未定方案被当作决定。"
    )


def test_what_the_record_says_is_not_written_away_either(town, by):
    with pytest.raises(Refused, match="没有写进这件申请的【补正告知的情况】"):
        made(decided(town, "not_corrected"), K.REPLY, by, finding="你逾期不补正。")


# --- 不掌握: art. 36(4) and (5) ---------------------------------------------------------


def test_not_held_says_where_and_how_it_was_looked_for(town, by):
    said = {"holder": "nowhere", "search": "镇档案室2001年卷宗和办公系统", "search_how": "以“道路”为关键词"}

    text = text_of(made(decided(town, "not_held"), K.REPLY, by, **said))

    assert (
        "经在镇档案室2001年卷宗和办公系统检索（检索方法：以“道路”为关键词），没有找到你申请公开的信息，本机关不掌握相关政府信息。\n"
        "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，本机关无法提供，告知你该政府信息不存在。"
    ) in text


def test_who_holds_it_is_named_where_it_is_known(town, by):
    said = {
        "holder": "elsewhere",
        "not_ours": "公路建设由县交通运输局审批和存档",
        "other_body": "示例县交通运输局，电话0533-0000001",
    }

    text = text_of(made(decided(town, "not_held"), K.REPLY, by, **said))

    assert "不属于本机关负责公开，本机关不掌握相关政府信息。公路建设由县交通运输局审批和存档。\n" in text
    assert (
        "第三十六条第（五）项的规定，请你向负责公开该政府信息的机关提出申请：示例县交通运输局，电话0533-0000001。"
        in text
    )
    assert "检索" not in text


def test_where_nobody_knows_who_holds_it_the_letter_says_so(town, by):
    said = {
        "holder": "elsewhere_unknown",
        "not_ours": "该厂1996年前由县属企业管理，本机关没有参与",
        "search": "镇档案室",
        "search_how": "按厂名",
    }

    text = text_of(made(decided(town, "not_held"), K.REPLY, by, **said))

    assert "该厂1996年前由县属企业管理，本机关没有参与。经在镇档案室检索（检索方法：按厂名），" in text
    assert "第三十六条第（五）项的规定，本机关无法提供，也不能确定负责公开该政府信息的机关，特此告知。" in text


@pytest.mark.parametrize(
    "holder, lacking",
    [
        ("", "不掌握的情形"),
        ("nowhere", "检索范围"),
        ("elsewhere", "不由本机关负责的理由"),
        ("elsewhere_unknown", "检索范围"),
    ],
)
def test_each_form_of_not_held_has_its_questions(town, by, holder, lacking):
    blank = dict.fromkeys(("search", "search_how", "not_ours", "other_body"), "")

    with pytest.raises(Refused, match=f"请填写「{lacking}」"):
        made(decided(town, "not_held"), K.REPLY, by, **blank, holder=holder)


# --- Third parties --------------------------------------------------------------------


def third(town, **given):
    """Withheld for a third party, of whom nothing is recorded yet."""
    application = asked(town, outcome="third_party", concluded_on=TODAY, **given)
    approve(application, "decision", outcome="third_party")
    return application


THIRD_SAID = WRITTEN["third_party"][0]


def test_third_party_that_was_not_asked_is_no_ground(town, by):
    with pytest.raises(Refused, match=r"没有书面征求第三方意见，不能以保护第三方合法权益为由答复.*请先「重新办理」"):
        made(third(town), K.REPLY, by, **THIRD_SAID)


def test_third_party_that_consents_is_no_ground(town, by):
    application = third(town)
    consult(application, answer="consents")

    with pytest.raises(Refused, match="第三方同意公开，不能以保护其合法权益为由不予公开"):
        made(application, K.REPLY, by, **THIRD_SAID)


def test_silence_is_no_silence_without_a_delivery(town, by):
    application = third(town)
    consult(application, answer="silent", served_on=None)

    with pytest.raises(Refused, match="征求意见书也没有登记送达，不能认定逾期未答复"):
        made(application, K.REPLY, by, **THIRD_SAID)


@pytest.mark.parametrize("days, is_over", [(0, False), (1, True)])
def test_silence_begins_after_the_period(town, by, days, is_over):
    """15 working days after 2026-03-05 end on 2026-03-26."""
    on = dt.date(2026, 3, 26) + dt.timedelta(days=days)
    application = asked(town, outcome="third_party", concluded_on=on)
    approve(application, "decision", outcome="third_party")
    consult(application)
    said = {name: value for name, value in THIRD_SAID.items() if name != "party_said"}

    if is_over:
        finding = finding_of(made(application, K.REPLY, by, on, **said))
        assert "送达；第三方至2026年3月26日期限届满没有提出意见。本机关认为" in finding
    else:
        with pytest.raises(Refused, match="期限到 2026-03-26 为止，决定作出时还没有期满"):
            made(application, K.REPLY, by, on, **said)


def test_several_third_parties_are_counted_not_named(town, by):
    application = third(town)
    consult(application, answer="objects", name="甲公司")
    consult(application, answer="objects", name="乙公司")
    consult(application, answer="consents", name="丙公司")

    finding = finding_of(made(application, K.REPLY, by, **THIRD_SAID))

    assert "3个第三方中，1个于2026年3月9日答复同意公开，2个于2026年3月9日答复不同意公开，理由是：" in finding
    assert not any(name in finding for name in ("甲公司", "乙公司", "丙公司"))


def test_the_third_party_s_name_does_not_slip_in(town, by):
    with pytest.raises(Refused, match="写有第三方的名称"):
        made(decided(town, "third_party"), K.REPLY, by, **THIRD_SAID | {"party_said": "示例公司认为会泄露报价"})


def test_who_was_asked_before_it_was_taken_up_again_was_not_asked_in_this_handling(town, by):
    application = decided(town, "third_party")
    step(application, "reopened", ANSWERED_ON)
    Opinion.objects.all().delete()
    approve(application, "decision", outcome="third_party", on=dt.date(2026, 3, 16))

    with pytest.raises(Refused, match="没有书面征求第三方意见"):
        made(application, K.REPLY, by, **THIRD_SAID)


# --- Approval -------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{"outcome": "internal"}, {"on": dt.date(2026, 3, 21), "outcome": "process"}, None])
def test_refusal_without_its_approval_is_not_made(town, by, given):
    application = asked(town, outcome="process", concluded_on=TODAY)
    if given:
        approve(application, "decision", **given)

    with pytest.raises(Refused, match="没有政府信息公开工作机构负责人同意按「属于四类过程性信息」答复的审批记录"):
        made(application, K.REPLY, by)


def test_extension_cites_the_day_of_its_approval_and_whose_it_was(town, by):
    text = text_of(made(ready(town, K.EXTENSION), K.EXTENSION, by, reason="所涉合同120份，须逐份核对"))

    assert (
        "因所涉合同120份，须逐份核对，本机关不能在原定期限内答复。根据《中华人民共和国政府信息公开条例》第三十三条的规定，"
        "经本机关政府信息公开工作机构（示例镇党政办公室）负责人于2026年3月4日同意，答复期限延长20个工作日，"
        "延长后将于2026年4月28日以前（含当日）答复。"
    ) in text


@pytest.mark.parametrize("given", [None, {"days": 10}, {"days": 20, "on": dt.date(2026, 3, 5)}])
def test_extension_that_nobody_approved_is_not_told(town, by, given):
    """None, of other days, after it was told."""
    application = asked(town)
    if given:
        approve(application, "extension", **{"on": ASKED_ON} | given)
    step(application, "extended", ASKED_ON, days=20)

    with pytest.raises(
        Refused,
        match=r"没有政府信息公开工作机构负责人在 2026-03-04 以前同意延长 20 个工作日的审批记录.*请先在「办理」中呈批",
    ):
        made(application, K.EXTENSION, by, reason="所涉合同120份，须逐份核对")


# --- Correction, fee, reasons -----------------------------------------------------------


def test_not_corrected_needs_delivery_and_period(town, by):
    application = asked(town, outcome="not_corrected", concluded_on=TODAY)
    step(application, "correction_asked", ASKED_ON, days=5)
    with pytest.raises(Refused, match="补正告知还没有登记送达，不能认定逾期不补正"):
        made(application, K.REPLY, by)

    step(application, "correction_delivered", dt.date(2026, 3, 13))
    with pytest.raises(Refused, match="补正期限到 2026-03-20 为止，决定作出时还没有期满"):
        made(Application.objects.get(), K.REPLY, by)

    application.steps.filter(kind="correction_asked").update(days=None)
    with pytest.raises(Refused, match="没有登记给予的合理期限"):
        made(Application.objects.get(), K.REPLY, by)


def test_notice_that_was_made_here_is_cited_by_its_number(town, by):
    application = asked(town)
    step(application, "correction_asked", ASKED_ON, days=5, note="年份")
    step(application, "correction_delivered", SERVED_ON)
    notice = sent(made(application, K.CORRECTION, by, on=ASKED_ON), by, ASKED_ON)
    Application.objects.update(outcome="not_corrected", concluded_on=TODAY)

    finding = finding_of(made(Application.objects.get(), K.REPLY, by))

    assert f"告知书（{notice.number}）于2026年3月5日送达，" in finding


def test_not_paid_needs_delivery_and_the_end_of_the_period(town, by):
    application = asked(town, outcome="not_paid", concluded_on=UNPAID_FROM)
    charge(application, served_on=None)
    with pytest.raises(Refused, match="收费通知还没有登记送达"):
        made(application, K.REPLY, by, UNPAID_FROM)

    step(application, "fee_delivered", dt.date(2026, 3, 9))
    with pytest.raises(Refused, match="缴费期限到 2026-04-07 为止"):
        made(Application.objects.get(), K.REPLY, by, UNPAID_FROM)


def test_that_no_reasons_came_needs_the_delivery_and_the_end_of_the_period(town, by):
    application = asked(town)
    step(application, "reasons_asked", ASKED_ON, days=5)
    approve(application, "decision", outcome="excessive")
    Application.objects.update(outcome="excessive", concluded_on=TODAY)
    application = Application.objects.get()
    said = {"excess": "两个月内提出60件", "unreasonable": "没有作任何说明"}
    with pytest.raises(Refused, match="说明理由的期限没有届满或者没有登记送达"):
        made(application, K.REPLY, by, **said)

    step(application, "reasons_delivered", SERVED_ON)

    finding = finding_of(made(Application.objects.get(), K.REPLY, by, **said))
    assert "书面要求你说明理由，告知书于2026年3月5日送达，期限至2026年3月12日届满，你没有说明理由。" in finding


# --- 重复申请 ---------------------------------------------------------------------------


def repeated(town, repeats=None, **given):
    return asked(town, outcome="repeated", concluded_on=TODAY, repeats=repeats, **given)


def test_repeat_names_the_earlier_reply_by_its_number_and_days(town, by):
    earlier = ready(town, K.REPLY)
    letter = sent(made(earlier, K.REPLY, by, on=TODAY), by)
    again = repeated(town, earlier)

    assert finding_of(made(again, K.REPLY, by)) == (
        f"对你就相同政府信息提出的申请，本机关已经作出答复（申请编号{earlier.number}，"
        f"《政府信息公开申请答复书》（{letter.number}），2026年3月20日作出，2026年3月20日发出），本次属于重复申请。"
    )


def test_number_of_a_reply_from_before_is_copied_and_its_days_are_the_record_s(town, by):
    application = repeated(town, answered_before(town))
    with pytest.raises(Refused, match="请填写「先前答复的文号」"):
        made(application, K.REPLY, by, earlier_number="")

    finding = finding_of(made(application, K.REPLY, by, earlier_number="示镇公开〔2026〕7号"))

    assert "《政府信息公开申请答复书》（示镇公开〔2026〕7号），2026年2月9日作出，2026年2月9日发出" in finding


@pytest.mark.parametrize(
    "given, words",
    [
        ({"applicant": "李示例"}, "不是同一申请人提出的"),
        ({"document": "TEST0000000002"}, "不是同一申请人提出的"),
        ({"settled_on": None}, "在这次决定以前还没有发出"),
        ({"settled_on": dt.date(2026, 3, 21)}, "在这次决定以前还没有发出"),
        ({"outcome": "", "concluded_on": None}, "没有作出过答复"),
        ({"outcome": "not_corrected"}, "没有作出过答复"),
    ],
)
def test_repeat_of_what_was_not_answered_to_the_same_person(town, by, given, words):
    application = repeated(town, answered_before(town, **given), document="TEST0000000001")

    with pytest.raises(Refused, match=words):
        made(application, K.REPLY, by)


def test_repeat_whose_earlier_reply_was_not_chosen_offers_those_of_the_record(town, by):
    answered_before(town, applicant="李示例")
    earlier = answered_before(town)
    application = repeated(town)

    [choice] = next(part for part in parts_for(application, K.REPLY, on=TODAY) if part.name == "earlier").choices

    assert choice == (str(earlier.pk), f"{earlier.number}（2026-02-09 发出答复）")
    said = {"earlier": str(earlier.pk), "earlier_number": "示镇公开〔2026〕7号"}
    assert f"（申请编号{earlier.number}，" in finding_of(made(application, K.REPLY, by, **said))


def test_repeat_without_any_earlier_reply_is_refused(town, by):
    with pytest.raises(Refused, match="没有向同一申请人发出过的答复，不能按重复申请答复"):
        made(repeated(town), K.REPLY, by)


# --- Other letters that give reasons ------------------------------------------------------


def test_third_party_whose_objection_is_passed_over_is_told_the_reason_of_this_case(town, by):
    application = ready(town, K.THIRD_PARTY_TOLD)
    with pytest.raises(Refused, match="「公开的理由」只有套话"):
        made(application, K.THIRD_PARTY_TOLD, by, reason="不公开可能对公共利益造成重大影响")

    text = text_of(made(application, K.THIRD_PARTY_TOLD, by, reason="合同涉及饮水工程，不公开会妨碍村民知道水质"))

    assert "你（单位）于2026年3月9日答复不同意公开。" in text
    assert "经审查，合同涉及饮水工程，不公开会妨碍村民知道水质。" in text


def test_silent_third_party_is_not_told_that_its_opinion_came(town, by):
    application = asked(town, outcome="disclosed", concluded_on=TODAY)
    consult(application, answer="silent")

    text = text_of(made(application, K.THIRD_PARTY_TOLD, by, reason="合同涉及饮水工程，村民需要知道"))

    assert "你（单位）没有在规定的期限内提出意见。" in text
    assert "收悉" not in text


def test_what_the_third_party_is_asked_about_is_chosen(town, by):
    application = ready(town, K.THIRD_PARTY_ASKED)
    with pytest.raises(Refused, match="请填写「涉及事项」"):
        made(application, K.THIRD_PARTY_ASKED, by, reason="")

    assert "涉及你（单位）的个人隐私，" in text_of(made(application, K.THIRD_PARTY_ASKED, by, reason="个人隐私"))


def test_correction_prints_the_period_of_its_step(town, by):
    assert "请自收到本告知书之日起15个工作日内" in text_of(made(ready(town, K.CORRECTION), K.CORRECTION, by))

    bare = asked(town)
    step(bare, "correction_asked", SERVED_ON)
    with pytest.raises(Refused, match="没有登记给予的合理期限（天数），补正告知书不能写期限"):
        made(bare, K.CORRECTION, by, matters="年份")


def test_fee_notice_says_why_how_much_by_when_and_what_can_be_attacked(town, by):
    text = text_of(made(ready(town, K.FEE_NOTICE), K.FEE_NOTICE, by))

    for words in (
        "申请提供的政府信息共120页，超过免费提供的页数。",
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，本机关对该申请按量计收信息处理费",
        "请自收到本通知书次日起20个工作日内缴纳。缴费方式：镇财政所窗口缴纳。",
        "逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。按期缴纳的，答复期限自完成缴费次日起重新计算。",
        (
            "第八条的规定，对收取信息处理费的决定有异议的，不能单独就该决定申请行政复议或者提起行政诉讼；可以在缴费期满后，"
            "就本机关不再处理该政府信息公开申请的行为，自知道该行为之日起60日内向示例县人民政府申请行政复议，"
            "或者自知道该行为之日起6个月内向示例县人民法院提起行政诉讼。"
        ),
    ):
        assert words in text


def test_fee_by_item_says_what_was_asked_before(town, by):
    application = asked(town)
    charge(application, tariff="items", units=5, before=28, amount=800)

    assert "你在2026年3月此前已申请28件，本次申请5件，超过每月免费的件数。" in text_of(
        made(application, K.FEE_NOTICE, by)
    )


def test_withdrawal_ends_with_a_notice_and_no_reply(town, by):
    application = ready(town, K.TERMINATION)
    with pytest.raises(Refused, match="已由申请人撤回，不出具答复书，请生成《终止办理告知书》"):
        made(application, K.REPLY, by)

    text = text_of(made(application, K.TERMINATION, by))

    assert text.startswith("示例镇人民政府\n终止办理告知书\n示镇依申请〔2026〕1号\n张示例：\n")
    assert "你于2026年3月20日向本机关撤回该申请。本机关据此终止办理该政府信息公开申请，不再作出答复，特此告知。" in text
    assert "行政复议" not in text


def test_review_first_names_the_review_that_is_not_decided_in_time(town, by):
    text = text_of(made(decided(town, "internal"), K.REPLY, by))

    assert (
        "对行政复议决定（包括不予受理、驳回申请的决定）不服的，可以自收到决定书之日起15日内，"
        "行政复议机关逾期不作决定的，可以自行政复议期限届满之日起15日内，向示例县人民法院提起行政诉讼。"
    ) in text


@pytest.mark.parametrize("number", [1, 5])
def test_queries_do_not_grow_with_the_third_parties(town, number, django_assert_num_queries):
    application = decided(town, "third_party")
    for place in range(number):
        consult(application, answer="objects", name=f"第{place}公司")
    application = Application.objects.select_related("authority").prefetch_related("steps", "parties", "opinions").get()

    with django_assert_num_queries(2):  # the calendar, the fee
        said_for(application, K.REPLY)
