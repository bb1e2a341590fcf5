"""Rules about several values of a row that more than one kind has."""

from datetime import date

from .columns import Complaint, RowRule


def both_or_neither(choice: str, day: str, choice_title: str, day_title: str) -> RowRule:
    """Require a choice and its date together."""

    def judge(chosen: str, on: date | None) -> Complaint | None:
        if chosen and not on:
            return day, f"没有填，但填了{choice_title}；{choice_title}和{day_title}要么都填，要么都不填"
        if on and not chosen:
            return choice, f"没有填，但填了{day_title}；{choice_title}和{day_title}要么都填，要么都不填"
        return None

    return RowRule((choice, day), judge)


def not_before(later: str, earlier: str, earlier_title: str) -> RowRule:
    """Require a date not to be before another."""

    def judge(end: date | None, start: date) -> Complaint | None:
        return (later, f"早于{earlier_title} {start}；请核对两个日期") if end and end < start else None

    return RowRule((later, earlier), judge)
