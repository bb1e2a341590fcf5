"""The calendar file, byte by byte."""

from datetime import UTC, date, datetime

from disclosure.rendering.icalendar import CalendarEvent, folded, icalendar

AT = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)


def test_file_is_as_the_standard_has_it():
    events = [
        CalendarEvent("hearing-1", AT, "开庭：案,一", "三庭；二楼;左"),
        CalendarEvent("answer-2", date(2026, 4, 3), "答辩"),
    ]

    assert icalendar(events, name="日程", host="example.invalid", made_at=AT).decode().split("\r\n") == [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.invalid//日程//ZH", "X-WR-CALNAME:日程"),
        *("BEGIN:VEVENT", "UID:hearing-1@example.invalid", "DTSTAMP:20260401T013000Z", "DTSTART:20260401T013000Z"),
        *("SUMMARY:开庭：案\\,一", "LOCATION:三庭；二楼\\;左", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:answer-2@example.invalid", "DTSTAMP:20260401T013000Z", "DTSTART;VALUE=DATE:20260403"),
        *("SUMMARY:答辩", "END:VEVENT", "END:VCALENDAR", ""),
    ]


def test_break_of_a_line_in_a_text_starts_no_line_of_the_file():
    text = icalendar([CalendarEvent("k", AT, "甲\r\nATTENDEE:乙")], name="日程", host="h", made_at=AT).decode()

    assert "SUMMARY:甲\\nATTENDEE:乙" in text.split("\r\n")


def test_long_lines_are_folded_between_characters():
    line = "SUMMARY:" + "字" * 50  # 158 octets

    pieces = list(folded(line))

    assert [len(piece.encode()) for piece in pieces] == [74, 73, 13]
    assert "".join(piece.removeprefix(" ") for piece in pieces) == line
