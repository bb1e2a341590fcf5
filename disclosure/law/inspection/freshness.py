"""How fresh a column has to be kept (检查指标: 动态要闻 two weeks, 通知公告 and 政策文件 six months)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from disclosure.law.choices.items import CategoryKind
from disclosure.law.months import months_later

# 平台规范: sections with pages of their own, which hold no items.
OWN_PAGES = ("政府信息公开指南", "政府信息公开年报", "依申请公开")
NEWS_DAYS = 14
NOTICE_MONTHS = 6
# 检查指标 counts these three kinds together; others only where the office gave them a limit of their own.
JUDGED = (CategoryKind.NEWS, CategoryKind.NOTICE, CategoryKind.POLICY)


class State(StrEnum):
    """What a column's newest item says of it."""

    FRESH = "fresh"
    NEAR = "near"
    STALE = "stale"
    EMPTY = "empty"

    @property
    def label(self) -> str:
        return {"fresh": "正常", "near": "将到期", "stale": "逾期未更新", "empty": "空白"}[self.value]


@dataclass(frozen=True, slots=True)
class Freshness:
    """`last_day`: the last day on which the newest item is fresh enough; None where nothing is due by date."""

    state: State
    newest: date | None
    last_day: date | None = None


def freshness(kind: str, longest_days: int | None, newest: date | None, today: date) -> Freshness:
    """Judge a column by its kind, its own limit (days) and its newest item, as of today.

    The office is warned while a sixth of the period is left: 3 days at least, about a month of six.
    """
    if newest is None:
        return Freshness(State.EMPTY, None)
    last_day = _last_day(kind, longest_days, newest)
    if last_day is None:
        return Freshness(State.FRESH, newest)
    if today > last_day:
        return Freshness(State.STALE, newest, last_day)
    warned = last_day - timedelta(days=max(3, (last_day - newest).days // 6))
    return Freshness(State.NEAR if today >= warned else State.FRESH, newest, last_day)


def _last_day(kind: str, longest_days: int | None, newest: date) -> date | None:
    if longest_days is not None:
        return newest + timedelta(days=longest_days)
    if kind == CategoryKind.NEWS:
        return newest + timedelta(days=NEWS_DAYS)
    return months_later(newest, NOTICE_MONTHS) if kind in JUDGED else None
