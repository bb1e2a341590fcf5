from datetime import date, datetime, time
from decimal import Decimal

import pytest

from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.amounts import IntegerWidget, MoneyWidget
from disclosure.exchange.cells.dates import SERIALS_FROM, SERIALS_FROM_1904
from disclosure.exchange.cells.readings import LooselyRead
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, OutcomeWidget, RichTextWidget, TextWidget
from disclosure.exchange.errors import BadCell
from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, Delivery
from disclosure.law.choices.matters import MatterKind


def complaint(widget, cell):
    with pytest.raises(BadCell) as bad:
        widget.clean(cell)
    return str(bad.value)


def taken_for(widget, cell):
    """The value of a cell that is taken, and said; the way of writing it is called."""
    with pytest.raises(LooselyRead) as loose:
        widget.clean(cell)
    return loose.value.value, loose.value.form


@pytest.mark.parametrize(
    "cell",
    ["2020-01-31", "2020/1/31", "2020年1月31日", " 2020 年 1 月 31 日 ", "２０２０-０１-３１", "2020-01-31 10:20", "2020-01-31T10:20:00+08:00", date(2020, 1, 31), datetime(2020, 1, 31, 10, 20)],  # noqa: DTZ001 as calamine gives it
)  # fmt: skip
def test_dates(cell):
    assert DateWidget().clean(cell) == date(2020, 1, 31)


@pytest.mark.parametrize(
    "cell,said",
    [
        ("2023-02-30", "不是有效日期，2023年2月没有30日；请核对"),
        ("2023-13-01", "不是有效日期，2023年13月没有1日；请核对"),
        ("20200132", "不是有效日期，2020年1月没有32日；请核对"),
        ("2020.1.32", "不是有效日期，2020年1月没有32日；请核对"),
        ("26.1.31", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        ("03/02/2020", "分不清是2020年3月2日还是2月3日；请写成 2020-01-31 的样子"),
        ("13/13/2020", "不是有效日期；请写成 2020-01-31 的样子"),
        ("2025年5月", "只写到月份；这一列要写到日，如 2025-05-31"),
        ("2025.5", "只写到月份；这一列要写到日，如 2025-05-31"),
        ("2025-05", "只写到月份；这一列要写到日，如 2025-05-31"),
        ("二〇二五年二月", "只写到月份；这一列要写到日，如 2025-02-28"),
        (202505, "只写到月份；这一列要写到日，如 2025-05-31"),
        (202505.0, "只写到月份；这一列要写到日，如 2025-05-31"),
        ("43861", "像是表格软件的日期序号（多半是 2020-01-31），但这种文件没有写明从哪一天算起；请写成 2020-01-31 的样子，或设为日期格式后重新另存"),
        (2025.5, "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        (True, "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        (float("nan"), "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        (-1, "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        ("20-1-31", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        ("2020-1/31", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        ("昨天", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        (43861.0, "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        (time(3, 4), "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        ("0203-01-31", "的年份不在 1949 年至 2100 年之间；请核对"),
        ("1900.1.1", "的年份不在 1949 年至 2100 年之间；请核对"),
    ],
)  # fmt: skip
def test_what_is_no_date(cell, said):
    assert complaint(DateWidget(), cell) == said


@pytest.mark.parametrize(
    "cell,form",
    [
        ("2020.1.31", "以点等分隔的日期"), ("2020. 01. 31", "以点等分隔的日期"), ("２０２０．１．３１", "以点等分隔的日期"),
        ("2020、1、31", "以点等分隔的日期"), ("2020.1.31 10:20", "以点等分隔的日期"), ("2020.1.31.", "以点等分隔的日期"),
        ("20200131", "没有分隔的日期"), (20200131, "没有分隔的日期"), (20200131.0, "没有分隔的日期"),
        ("2020 1 31", "以空格分隔的日期"), ("1/31/2020", "年份在后的日期"), ("31.1.2020", "年份在后的日期"),
        ("二〇二〇年一月三十一日", "汉字日期"), ("二○二零年一月三十一号", "汉字日期"),
        ("2020年1月31号", "前后另有文字的日期"), ("2020年1月31日星期五", "前后另有文字的日期"), ("2020年1月31日 9时30分", "前后另有文字的日期"),
        ("2020-01-31（周五）", "前后另有文字的日期"),
    ],
)  # fmt: skip
def test_dates_that_can_mean_one_day_only_are_taken_and_said(cell, form):
    assert taken_for(DateWidget(), cell) == (date(2020, 1, 31), form)


@pytest.mark.parametrize(
    "day_zero,cell",
    [(SERIALS_FROM, 43861), (SERIALS_FROM, 43861.4375), (SERIALS_FROM, "43861"), (SERIALS_FROM_1904, 42399.0)],
)
def test_serial_numbers_count_from_day_zero_of_their_file(day_zero, cell):
    widget = DateWidget()
    widget.day_zero = day_zero
    assert taken_for(widget, cell) == (date(2020, 1, 31), "表格软件的日期序号")


@pytest.mark.parametrize("text,day", [("二〇二五年十月十日", (10, 10)), ("二〇二五年十二月二十日", (12, 20)), ("二〇二五年一月二十九日", (1, 29))])  # fmt: skip
def test_chinese_numbers_of_months_and_days(text, day):
    assert taken_for(DateWidget(), text)[0] == date(2025, *day)


@pytest.mark.parametrize("text", ["二〇二五年十十月一日", "二〇二五年一月二三日", "二〇二五年十三月一日"])
def test_chinese_numbers_that_are_none(text):
    assert complaint(DateWidget(), text).startswith("不是有效日期")


def test_what_has_happened_is_not_after_today():
    widget = DateWidget(happened=True)
    widget.today = date(2026, 3, 2)
    assert widget.clean("2026-03-02") == date(2026, 3, 2)
    for cell in ("2026-03-03", "2036.3.2", date(2026, 3, 3)):
        assert complaint(widget, cell) == "晚于今天（2026-03-02）；这一列登记已经发生的事，请核对年份"
    planned = DateWidget()
    planned.today = widget.today
    assert planned.clean("2036-03-02") == date(2036, 3, 2)


def test_a_tally_of_a_month_is_kept_under_its_last_day():
    widget = DateWidget(month_end=True)
    for cell in ("2024年2月", "2024年02月份", "2024.2", 202402, "二〇二四年二月"):
        assert taken_for(widget, cell) == (date(2024, 2, 29), "只写到月份的按月汇总，按当月最后一天登记")


@pytest.mark.parametrize(
    "cell,text,form",
    [
        ("２０２５－００５", "2025-005", "全角的数字、字母或连字符"),
        ("复议２０２５－１", "复议2025-1", "全角的数字、字母或连字符"),
        ("'005", "005", "前面有撇号的编号"),
        ("‘００５", "005", "前面有撇号的编号"),
    ],
)
def test_numbers_typed_wide_or_as_text_are_folded_and_said(cell, text, form):
    assert taken_for(TextWidget(digits=True), cell) == (text, form)


def test_other_texts_stay_as_they_are_typed():
    assert TextWidget().clean("第１期") == "第１期"
    assert TextWidget(half_width=True).clean("某政发〔2026〕1号（试行）") == "某政发〔2026〕1号（试行）"
    assert taken_for(TextWidget(half_width=True), "某政发〔２０２６〕１号")[0] == "某政发〔2026〕1号"


@pytest.mark.parametrize("cell,text", [(1.0, "1"), (12, "12"), (1.5, "1.5"), ("  甲 ", "甲"), ("a\r\nb", "a b"), ("'=1+1", "=1+1"), ("''=1", "'=1"), ("'甲", "'甲"), ("E-1", "E-1")])  # fmt: skip
def test_texts(cell, text):
    assert TextWidget().clean(cell) == text


def test_line_breaks_are_kept_where_they_belong():
    assert TextWidget(lines=True).clean(" 一\r\n二\r三 ") == "一\n二\n三"


@pytest.mark.parametrize(
    "cell,said",
    [
        ("3.70305E+17", "科学记数法"),
        (370305200001010000.0, "科学记数法"),
        (date(2020, 1, 1), "是日期或时间"),
        (True, "是逻辑值"),
        ("乱\ufffd码", "无法辨认的字符"),
        ("一\x00二", "无法辨认的字符"),
        ("#REF!", "错误值"),
        ("Err:502", "错误值"),
    ],
)
def test_what_is_no_text(cell, said):
    assert said in complaint(TextWidget(digits=True), cell)


@pytest.mark.parametrize(
    "choice,cell,value",
    [
        (ChoiceWidget(ApplicantKind), "商业企业", ApplicantKind.BUSINESS),
        (ChoiceWidget(MatterKind), " 行政 许可 ", MatterKind.LICENCE),
        (ChoiceWidget(Delivery, words.DELIVERIES), "当场查阅、抄录", Delivery.ON_SITE),
        (OutcomeWidget(), "本单位不掌握相关政府信息", Outcome.NOT_HELD),
        (OutcomeWidget(), "1．属于国家秘密", Outcome.STATE_SECRET),
        (OutcomeWidget(), "（一）予以公开", Outcome.DISCLOSED),
        (OutcomeWidget(), '3.危及"三安全一稳定"', Outcome.SAFETY),
        (OutcomeWidget(), "部分公开(区分处理的，只计这一情形，不计其他情形)", Outcome.PARTLY),
    ],
)
def test_labels_and_other_spellings(choice, cell, value):
    assert choice.clean(cell) == value


@pytest.mark.parametrize(
    "choice,cell,value",
    [
        (ChoiceWidget(Channel, words.CHANNELS), "当面", Channel.IN_PERSON),
        (ChoiceWidget(Channel, words.CHANNELS), "信函", Channel.ORDINARY_MAIL),
        (ChoiceWidget(Channel, words.CHANNELS), "网络", Channel.INTERNET),
        (ChoiceWidget(Channel, words.CHANNELS), "ems", Channel.REGISTERED_MAIL),
        (ChoiceWidget(Delivery, words.DELIVERIES), "自行领取", Delivery.PICK_UP),
        (ChoiceWidget(Delivery, words.DELIVERIES), "当场查阅/抄录", Delivery.ON_SITE),
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), "公民", ApplicantKind.NATURAL),
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), " 个 人 ", ApplicantKind.NATURAL),
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), "企业", ApplicantKind.BUSINESS),
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), "公司", ApplicantKind.BUSINESS),
        (ChoiceWidget({"是": "是", "否": "否"}, words.YES_OR_NO), "√", "是"),
        (ChoiceWidget({"是": "是", "否": "否"}, words.YES_OR_NO), "×", "否"),
        (ChoiceWidget({"是": "是", "否": "否"}, words.YES_OR_NO), True, "是"),
        (OutcomeWidget(words.OUTCOMES), "全部公开", Outcome.DISCLOSED),
    ],
)  # fmt: skip
def test_everyday_words_are_taken_and_said(choice, cell, value):
    assert taken_for(choice, cell) == (value, "")


@pytest.mark.parametrize(
    "choice,cell,near",
    [
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), "男", "自然人"),
        (ChoiceWidget(ApplicantKind, words.APPLICANT_KINDS), "个体工商户", "商业企业"),
        (ChoiceWidget(MatterKind, words.MATTER_KINDS), "行政检查", "其他对外管理服务事项"),
        (OutcomeWidget(words.OUTCOMES), "信息不存在", "本机关不掌握相关政府信息"),
    ],
)
def test_words_that_hang_on_a_judgement_are_refused_with_the_nearest_label(choice, cell, near):
    assert complaint(choice, cell).startswith(f"不是可填的值；是否指「{near}」？")


def test_a_word_for_a_group_of_outcomes_names_its_members():
    said = complaint(OutcomeWidget(words.OUTCOMES), "不公开")
    assert said.startswith("不是可填的值；请写明是其中哪一种：属于国家秘密、")


@pytest.mark.parametrize("name", [name for name in dir(words) if isinstance(getattr(words, name), words.Words)])
def test_everyday_words_stand_for_values_that_there_are(name):
    """Each is a member of one choices class, or 是 and 否, 行政复议 and 行政诉讼; no word is both taken and offered."""
    given = getattr(words, name)
    kinds = {type(value) for value in given.taken.values()}
    assert len(kinds) == 1
    assert not given.taken.keys() & given.offered.keys()


def test_every_label_is_known_again():
    for widget, options in ((OutcomeWidget(), Outcome), (ChoiceWidget(Channel, words.CHANNELS), Channel)):
        assert [widget.clean(widget.render(option)) for option in options] == list(options)


@pytest.mark.parametrize(
    "widget,cell,said",
    [
        (ChoiceWidget(ApplicantKind), "企业", "不是可填的值；是否指「商业企业」？可以填：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他"),
        (OutcomeWidget(), "予以", "不是可填的值；是否指「予以公开」？可以填：予以公开、部分公开（区分处理的，只计这…、属于国家秘密、其他法律行政法规禁止公开、危及“三安全一稳定”、保护第三方合法权益等21种"),
        (OutcomeWidget(), "无法提供", "不是可填的值；请写明是其中哪一种：本机关不掌握相关政府信息、没有现成信息需要另行制作、补正后申请内容仍不明确"),
        (ChoiceWidget({"是": "是", "否": "否"}), True, "不是可填的值；可以填：是、否"),
    ],
)  # fmt: skip
def test_an_unknown_label_is_told_with_what_is_known(widget, cell, said):
    assert complaint(widget, cell) == said


@pytest.mark.parametrize("cell,amount", [("1,234.50", "1234.50"), ("￥12元", "12"), ("人民币12元整", "12"), ("RMB 1 200", "1200"), (0.1 + 0.2, "0.30"), (1200, "1200"), ("0", "0")])  # fmt: skip
def test_amounts(cell, amount):
    assert MoneyWidget().clean(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell,said",
    [("12万", "不是以元为单位的数字；请换算后填写，如 120000"), ("1.5万元", "不是以元为单位的数字；请换算后填写，如 15000"), ("12个", "不是数字；请只填数字，不带单位和文字"), ("5%", "是百分数，这里应填数值"), ("(1,200.00)", "不是数字；请只填数字，不带单位和文字"), ("-1", "是负数；金额不能小于 0"), ("1.005", "的小数超过两位；金额最多精确到分"), (1.005, "的小数超过两位；金额最多精确到分"), ("1,23", "不是数字；请只填数字，不带单位和文字"), (10.0**15, "太大；请核对是否以元为单位"), ("9" * 40, "太大；请核对是否以元为单位"), (True, "不是数字"), (date(2020, 1, 1), "不是数字")],
)  # fmt: skip
def test_what_is_no_amount(cell, said):
    assert complaint(MoneyWidget(), cell) == said


def test_amounts_in_full_width_are_taken_and_said():
    assert taken_for(MoneyWidget(), "１２００") == (Decimal(1200), "全角的数字")
    assert taken_for(IntegerWidget(), "３") == (3, "全角的数字")


@pytest.mark.parametrize("cell", [0, "0", 1.5, "-3", 2**31, "九"])
def test_what_is_no_quantity(cell):
    assert complaint(IntegerWidget(), cell).startswith("不是")


def test_plain_text_becomes_paragraphs_and_markup_is_sanitised():
    assert RichTextWidget().clean("一 <二>\n\n三") == "<p>一 &lt;二&gt;</p><p>三</p>"
    assert RichTextWidget().clean('<p onclick="x()">一</p><script>x()</script>') == "<p>一</p>"


def test_bodies_are_the_same_after_a_second_cleaning():
    body = RichTextWidget().clean("<h3>一</h3><p>二<br>三</p><ul><li>四</li></ul><table><tr><td>五</td></tr></table>")
    assert RichTextWidget().clean(body) == body
