"""Notices as the State Council words them, days counted by hand."""

from datetime import date, timedelta

import pytest

from disclosure.law.holiday_notice import read
from disclosure.law.workdays import Calendar

NOTICES = {
    2020: """元旦：2020年1月1日放假，共1天。春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
清明节：4月4日至6日放假调休，共3天。劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2023: """元旦：2022年12月31日至2023年1月2日放假调休，共3天。春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
清明节：4月5日放假，共1天。劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2026: """元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
清明节：4月4日（周六）至6日（周一）放假，共3天。劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
端午节：6月19日（周五）至21日（周日）放假，共3天。中秋节：9月25日（周五）至27日（周日）放假，共3天。
国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}
CHANGED_LATER = {date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2), date(2020, 2, 3)}  # 国办发明电〔2020〕1号


@pytest.mark.parametrize("year", NOTICES)
def test_the_year_is_as_the_calendar_has_it(year):
    known, made = Calendar(), read(NOTICES[year], year)
    days = [date(year, 1, 1) + timedelta(n) for n in range(365)]

    assert made.doubts == []
    told = {day: made.days.get(day, day.weekday() < 5) for day in days}
    assert [day for day in days if told[day] != known.is_working(day) and day not in CHANGED_LATER] == []


def test_days_off_and_on_are_told_apart():
    made = read("国庆节：10月1日至7日放假调休，共7天。9月20日、10月10日上班。", 2026)

    assert made.off == [date(2026, 10, day) for day in range(1, 8)]
    assert made.on == [date(2026, 9, 20), date(2026, 10, 10)]


@pytest.mark.parametrize(
    "text,doubt",
    [
        ("10月1日（周三）至7日放假。", "2026年10月1日写明星期三，实际是星期四，请核对年份和日期。"),
        ("10月1日至7日放假，共8天。", "从2026年10月1日起写明共 8 天，按日期是 7 天，请核对。"),
        ("10月1日至7日放假。10月7日上班。", "2026年10月7日既写了放假又写了上班，请核对。"),
        ("10月1日至3日放假。2月30日放假。", "「2月30日」不是日历上的日子，没有采用。"),
        ("10月7日至1日放假。", "「10月7日至1日」的起止日期不对，没有采用。"),
        ("2016年10月1日放假。", "「2016年10月1日」不在 2026 年前后，没有采用。"),
        ("10月1日放假。10月9日。", "2026年10月9日没有写明是放假还是上班，没有采用。"),
        ("5月1日至5日放假。", "没有读出国庆节的放假安排，请核对粘贴的内容是否完整。"),
        ("各地区要妥善安排。", "没有读出任何放假或者上班的日子，请粘贴通知的原文。"),
    ],
)
def test_what_does_not_fit_is_told(text, doubt):
    assert doubt in read(text, 2026).doubts
