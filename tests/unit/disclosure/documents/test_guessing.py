"""What a document says about itself; only what is found."""

from datetime import date

import pytest

from disclosure.documents.converting import convert
from disclosure.documents.guessing import Guesses, guess, without_head
from disclosure.documents.results import Converted, ConvertedLine
from tests.support.documents import ofd, p, word


def of(*lines):
    return guess(
        Converted("", lines=[line if isinstance(line, ConvertedLine) else ConvertedLine(line) for line in lines])
    )


NOTICE = (
    "金政发〔2020〕3号",
    ConvertedLine("关于做好春季防火工作的通知", 22, centred=True),
    "各村、各单位：",
    "为切实做好春季森林防火工作，保障人民群众生命财产安全，现将有关事项通知如下。",
    "一、加强领导",
    "森林防火工作由镇长负责，森林防火责任到人。",
    "示例镇人民政府",
    "2020年3月1日",
)


def test_everything_of_a_notice_is_found():
    assert of(*NOTICE).found() == {
        "title": "关于做好春季防火工作的通知",
        "document_number": "金政发〔2020〕3号",
        "publisher": "示例镇人民政府",
        "formed_on": date(2020, 3, 1),
        "genre": "通知",
        "keywords": "防火 春季 森林",
        "summary": "为切实做好春季森林防火工作，保障人民群众生命财产安全，现将有关事项通知如下。",
    }


def test_nothing_is_made_up():
    assert of("很短。") == Guesses()


@pytest.mark.parametrize(
    "line, number",
    [
        ("金政发〔2020〕3号", "金政发〔2020〕3号"),
        ("金政发[2020]3号", "金政发〔2020〕3号"),
        ("金政发（2020）03号", "金政发〔2020〕3号"),
        ("金政办字【2020】第12号", "金政办字〔2020〕12号"),
        ("金政发 〔 2020 〕 3 号", "金政发〔2020〕3号"),
        ("金政发〔2020〕3号        签发人：示例甲", "金政发〔2020〕3号"),
        ("根据《条例》和上级文件（金政发〔2019〕8号）的要求，制定本办法。", ""),
    ],
)
def test_number_of_the_document_in_any_brackets_but_not_one_it_quotes(line, number):
    assert of(line, "正文。").document_number == number


@pytest.mark.parametrize(
    "line, day",
    [
        ("2020年3月1日", date(2020, 3, 1)),
        ("2020 年 3 月 1 日", date(2020, 3, 1)),
        ("二〇二〇年三月一日", date(2020, 3, 1)),
        ("二○二○年十二月三十一日", date(2020, 12, 31)),
        ("二零一九年十月二十日", date(2019, 10, 20)),
        ("（2020年3月1日印发）", date(2020, 3, 1)),
        ("2020年2月30日", None),
        ("本办法自2020年5月1日起施行，有效期五年，解释权归镇政府。", None),
    ],
)
def test_day_at_the_end(line, day):
    assert of("正文。", line).formed_on == day


@pytest.mark.parametrize(
    "lines, title",
    [
        ([ConvertedLine("示例镇人民政府文件", 26, centred=True, red=True), "某政发〔2020〕1号", ConvertedLine("关于甲的决定", 22, centred=True)], "关于甲的决定"),
        ([ConvertedLine("示例镇人民政府", 22, centred=True), ConvertedLine("关于甲的公告", 22, centred=True), "正文"], "示例镇人民政府关于甲的公告"),
        ([ConvertedLine("办事指南", title=True), "正文"], "办事指南"),
        (["某政发〔2020〕1号", "关于乙的批复", "某村："], "关于乙的批复"),
        (["二〇二〇年工作总结", "一年来，在县委领导下。"], "二〇二〇年工作总结"),
        (["一、总则", "甲。"], ""),
    ],
)  # fmt: skip
def test_title_is_the_largest_centred_or_reads_as_one(lines, title):
    assert of(*lines).title == title


@pytest.mark.parametrize(
    "lines, publisher",
    [
        (["示例镇人民政府文件", "正文"], "示例镇人民政府"),
        ([ConvertedLine("示 例 县 水 利 局", red=True), "正文"], "示例县水利局"),
        (["正文", "示例镇人民政府", "2020年3月1日"], "示例镇人民政府"),
        (["正文", "示例甲", "2020年3月1日"], ""),
        (["正文。", "示例县水利局", "示例县财政局", "2020年3月1日"], "示例县水利局 示例县财政局"),
        (["正文。", "示例县水利局  示例县财政局", "2020年3月1日"], "示例县水利局 示例县财政局"),
        (
            [ConvertedLine("示例县水利局", red=True), ConvertedLine("示例县财政局文件", red=True), "正文"],
            "示例县水利局 示例县财政局",
        ),
        (
            [
                ConvertedLine("示例县水利局", red=True),
                ConvertedLine("示例县财政局", red=True),
                ConvertedLine("文件", red=True),
                "正文",
            ],
            "示例县水利局 示例县财政局",
        ),
        (["示例县水利局 示例县财政局 文件", "正文"], "示例县水利局 示例县财政局"),
    ],
)
def test_publisher_is_in_the_red_head_or_signs(lines, publisher):
    assert of(*lines).publisher == publisher


def test_libreoffices_notice_is_understood(notice):
    for ending in ("docx", "pdf"):
        found = guess(convert(notice(ending), ending)).found()

        assert found["title"] == "关于做好春季防火工作的通知"
        assert found["document_number"] == "金政办发〔2020〕3号"
        assert found["publisher"] == "金岭镇人民政府办公室"
        assert found["formed_on"] == date(2020, 3, 1)


def test_ofd_with_a_red_head_is_understood():
    found = guess(
        convert(ofd(["示政发〔2021〕5号", "关于防汛的通知", "各村：", "示例镇人民政府", "2021年6月1日"]), "a.ofd")
    ).found()

    assert found["publisher"] == "示例镇人民政府"
    assert found["title"] == "关于防汛的通知"
    assert found["formed_on"] == date(2021, 6, 1)


def test_head_that_went_into_fields_is_not_repeated_and_it_is_said():
    document = convert(word(p("金政发〔2020〕3号") + p("关于防火的通知", style="a3") + p("各村：")), "文件")
    left = without_head(document, guess(document))

    assert left.html == "<p>各村：</p>"
    assert left.warnings == ["文件开头的「关于防火的通知、金政发〔2020〕3号」已填入表单，正文中不再重复。"]
