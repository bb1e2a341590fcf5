from datetime import date, datetime, time
from decimal import Decimal

import pytest

from disclosure.exchange.cells.widgets import (
    ChoiceWidget,
    DateWidget,
    IntegerWidget,
    MoneyWidget,
    OutcomeWidget,
    RichTextWidget,
    TextWidget,
)
from disclosure.exchange.errors import BadCell
from disclosure.exchange.resources.applications import CHANNELS, DELIVERIES
from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, Delivery
from disclosure.law.choices.matters import MatterKind


def complaint(widget, cell):
    with pytest.raises(BadCell) as bad:
        widget.clean(cell)
    return str(bad.value)


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
        ("20200131", "不是日期；请写成 2020-01-31"),
        ("2020.1.31", "不是日期；请写成 2020-01-31"),
        ("20-1-31", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        ("2020-1/31", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        ("昨天", "不是日期；请写成 2020-01-31 的样子（年份写四位）"),
        (43861.0, "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        (time(3, 4), "是数字或时间，不是日期；请写成 2020-01-31 的样子，或设为日期格式"),
        ("0203-01-31", "的年份不在 1900 年至 2100 年之间；请核对"),
    ],
)
def test_what_is_no_date(cell, said):
    assert complaint(DateWidget(), cell) == said


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
        (ChoiceWidget(Channel, CHANNELS), "当面", Channel.IN_PERSON),
        (ChoiceWidget(Channel, CHANNELS), "信函", Channel.ORDINARY_MAIL),
        (ChoiceWidget(Channel, CHANNELS), "网络", Channel.INTERNET),
        (ChoiceWidget(Delivery, DELIVERIES), "自行领取", Delivery.PICK_UP),
        (ChoiceWidget(Delivery, DELIVERIES), "当场查阅/抄录", Delivery.ON_SITE),
        (ChoiceWidget(Delivery, DELIVERIES), "当场查阅、抄录", Delivery.ON_SITE),
        (OutcomeWidget(), "本单位不掌握相关政府信息", Outcome.NOT_HELD),
        (OutcomeWidget(), "1．属于国家秘密", Outcome.STATE_SECRET),
        (OutcomeWidget(), "（一）予以公开", Outcome.DISCLOSED),
        (OutcomeWidget(), '3.危及"三安全一稳定"', Outcome.SAFETY),
        (OutcomeWidget(), "部分公开(区分处理的，只计这一情形，不计其他情形)", Outcome.PARTLY),
    ],
)
def test_labels_and_other_spellings(choice, cell, value):
    assert choice.clean(cell) == value


def test_every_label_is_known_again():
    for widget, options in ((OutcomeWidget(), Outcome), (ChoiceWidget(Channel, CHANNELS), Channel)):
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


@pytest.mark.parametrize("cell,amount", [("1,234.50", "1234.50"), ("￥12元", "12"), (0.1 + 0.2, "0.30"), (1200, "1200"), ("0", "0")])  # fmt: skip
def test_amounts(cell, amount):
    assert MoneyWidget().clean(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell,said",
    [("12万", "不是数字；请只填数字，不带单位和文字"), ("-1", "是负数；金额不能小于 0"), ("1.005", "的小数超过两位；金额最多精确到分"), (1.005, "的小数超过两位；金额最多精确到分"), ("1,23", "不是数字；请只填数字，不带单位和文字"), (10.0**15, "太大；请核对是否以元为单位"), ("9" * 40, "太大；请核对是否以元为单位"), (True, "不是数字"), (date(2020, 1, 1), "不是数字")],
)  # fmt: skip
def test_what_is_no_amount(cell, said):
    assert complaint(MoneyWidget(), cell) == said


@pytest.mark.parametrize("cell", [0, "0", 1.5, "-3", 2**31, "九"])
def test_what_is_no_quantity(cell):
    assert complaint(IntegerWidget(), cell).startswith("不是")


def test_plain_text_becomes_paragraphs_and_markup_is_sanitised():
    assert RichTextWidget().clean("一 <二>\n\n三") == "<p>一 &lt;二&gt;</p><p>三</p>"
    assert RichTextWidget().clean('<p onclick="x()">一</p><script>x()</script>') == "<p>一</p>"


def test_bodies_are_the_same_after_a_second_cleaning():
    body = RichTextWidget().clean("<h3>一</h3><p>二<br>三</p><ul><li>四</li></ul><table><tr><td>五</td></tr></table>")
    assert RichTextWidget().clean(body) == body
