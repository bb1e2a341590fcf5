"""The format of 2021: labels, rows and columns as 国办公开办函〔2021〕30号 has them."""

from reports.editions.edition_2021 import EDITION
from tests.unit.reports.editions.printed import printed_rows

ZEROS = ["0"] * 7

TABLE_2 = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "0", "0", "0"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "0"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "0"],
    ["行政强制", "0"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "0"],
]

TABLE_3 = [
    ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
    ["", "自然人", "法人或其他组织", "总计"],
    ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
    ["一、本年新收政府信息公开申请数量", *ZEROS],
    ["二、上年结转政府信息公开申请数量", *ZEROS],
    ["三、本年度办理结果", "（一）予以公开", *ZEROS],
    ["", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", *ZEROS],
    ["", "（三）不予公开", "1.属于国家秘密", *ZEROS],
    ["", "", "2.其他法律行政法规禁止公开", *ZEROS],
    ["", "", "3.危及“三安全一稳定”", *ZEROS],
    ["", "", "4.保护第三方合法权益", *ZEROS],
    ["", "", "5.属于三类内部事务信息", *ZEROS],
    ["", "", "6.属于四类过程性信息", *ZEROS],
    ["", "", "7.属于行政执法案卷", *ZEROS],
    ["", "", "8.属于行政查询事项", *ZEROS],
    ["", "（四）无法提供", "1.本机关不掌握相关政府信息", *ZEROS],
    ["", "", "2.没有现成信息需要另行制作", *ZEROS],
    ["", "", "3.补正后申请内容仍不明确", *ZEROS],
    ["", "（五）不予处理", "1.信访举报投诉类申请", *ZEROS],
    ["", "", "2.重复申请", *ZEROS],
    ["", "", "3.要求提供公开出版物", *ZEROS],
    ["", "", "4.无正当理由大量反复申请", *ZEROS],
    ["", "", "5.要求行政机关确认或重新出具已获取信息", *ZEROS],
    ["", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *ZEROS],
    ["", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", *ZEROS],
    ["", "", "3.其他", *ZEROS],
    ["", "（七）总计", *ZEROS],
    ["四、结转下年度继续办理", *ZEROS],
]

FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
TABLE_4 = [
    ["行政复议", "行政诉讼"],
    [*FIVE, "未经复议直接起诉", "复议后起诉"],
    ["", "", "", "", "", *FIVE, *FIVE],
    ["0"] * 15,
]


def test_table_2_reads_as_the_format_prints_it():
    assert printed_rows(EDITION, "2") == TABLE_2


def test_table_3_reads_as_the_format_prints_it():
    assert printed_rows(EDITION, "3") == TABLE_3


def test_table_4_reads_as_the_format_prints_it():
    assert printed_rows(EDITION, "4") == TABLE_4


def test_sections():
    assert [section.heading for section in EDITION.sections] == [
        "",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_section_1_starts_from_its_five_parts():
    (overview,) = (text for text in EDITION.texts if text.slot == "overview")
    headings = [part.partition("</h3>")[0] for part in overview.starter.split("<h3>")[1:]]
    assert headings == [
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    ]


def test_section_6_starts_from_the_processing_fees():
    (other,) = (text for text in EDITION.texts if text.slot == "other")
    assert "收费通知" in other.starter


def test_nothing_may_be_negative():
    assert [figure.key for figure in EDITION.figures if figure.signed] == []


def test_money_is_what_was_charged():
    assert [figure.key for figure in EDITION.figures if figure.unit == "money"] == ["2.charge.amount"]


def test_years():
    assert [year for year in (2019, 2020, 2021, 2022, 2030, 2999) if EDITION.covers(year)] == [2021, 2022, 2030, 2999]
