"""Would we pass today? The thresholds of 检查指标 and the terms of 条例, as data, over plain facts.

检查指标 (国办秘函〔2019〕19号) knows vetoes (单项否决: the site fails whatever else it has) and points lost. What the
条例 asks besides (art. 26, 33, 50) is no part of it, but the first thing that is looked at.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from disclosure.law.months import months_later

from .freshness import JUDGED, NEWS_DAYS, Freshness, State

QUESTION_MONTHS = 3
HOME_WARNING = 3  # days before the two weeks are over
REPORT_DUE = (1, 31)  # 条例 art. 50


class Level(StrEnum):
    """`FAIL` loses points or breaks a term; `VETO` fails the site alone."""

    PASS = "pass"  # noqa: S105 no password
    WARN = "warn"
    FAIL = "fail"
    VETO = "veto"

    @property
    def label(self) -> str:
        return {"pass": "合格", "warn": "注意", "fail": "不合格", "veto": "单项否决"}[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked at, the threshold in words, where it is written, and what to do where it is not kept."""

    key: str
    name: str
    threshold: str
    citation: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds items itself. `path`: its names from the root; `key`: what the caller knows it by.

    `is_chosen`: the office has said that it wants this column; others count from their first item on.
    """

    path: str
    kind: str
    freshness: Freshness
    key: int = 0
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What an inspector would find on `today`. None: the installation has nothing of the sort."""

    today: date
    newest: date | None
    columns: tuple[Column, ...]
    dead_links: int
    overdue_applications: int
    overdue_items: int
    oldest_question: date | None = None
    report_published: bool | None = None
    columns_chosen: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer: the present value, how it weighs, and a sentence."""

    rule: Rule
    value: str
    level: Level
    sentence: str

    @property
    def threshold(self) -> str:
        return self.rule.threshold

    @property
    def remedy(self) -> str:
        """What to do; empty where the rule is kept."""
        return "" if self.level == Level.PASS else self.rule.remedy


Judge = Callable[[Facts], tuple[str, Level, str]]
INDICATORS = "《政府网站与政务新媒体检查指标》"
JUDGES: list[tuple[Rule, Judge]] = []


def judged(rule: Rule) -> Callable[[Judge], Judge]:
    """Register a rule with the function that answers it: value, level, sentence."""

    def add(judge: Judge) -> Judge:
        JUDGES.append((rule, judge))
        return judge

    return add


def inspect(facts: Facts) -> list[Verdict]:
    """Judge by every rule, in order."""
    return [Verdict(rule, *judge(facts)) for rule, judge in JUDGES]


def _counted(number: int, limit: int, what: str) -> tuple[str, Level, str]:
    """A number that is a veto from `limit` on and asks for attention from one on."""
    level = Level.VETO if number >= limit else Level.WARN if number else Level.PASS
    return f"{number} 个", level, f"{what} {number} 个，达到 {limit} 个即单项否决。" if number else f"没有{what}。"


def _none_allowed(number: int, unit: str, what: str) -> tuple[str, Level, str]:
    """A number of which every single one counts."""
    sentence = f"{what} {number} {unit}。" if number else f"没有{what}。"
    return f"{number} {unit}", Level.FAIL if number else Level.PASS, sentence


def stale(columns: Iterable[Column], *, judged_kinds: bool) -> list[Column]:
    """Filter columns past their limit: those of the three kinds alone, or all that have one."""
    late = (column for column in columns if column.freshness.state == State.STALE)
    return [column for column in late if not judged_kinds or column.kind in JUDGED]


@judged(
    Rule("home", "首页更新", "2 周", INDICATORS, "今天发布一条公开信息。"),
)
def _home(facts: Facts) -> tuple[str, Level, str]:
    if facts.newest is None:
        return "没有内容", Level.VETO, "首页还没有任何公开信息。"
    last = facts.newest + timedelta(days=NEWS_DAYS)
    days = (facts.today - facts.newest).days
    level = Level.VETO if facts.today > last else Level.PASS
    if level == Level.PASS and facts.today > last - timedelta(days=HOME_WARNING):
        level = Level.WARN
    value = f"{days} 天前" if days else "今天"
    return value, level, f"最近一次更新在 {facts.newest:%Y-%m-%d}，最迟 {last:%Y-%m-%d} 须再更新。"


@judged(
    Rule(
        "kinds",
        "动态要闻、通知公告、政策文件栏目更新",
        "动态要闻 2 周，通知公告和政策文件 6 个月；5 个",
        INDICATORS,
        "在这些栏目发布新的信息；不再需要的栏目并入其他栏目。",
    )
)
def _kinds(facts: Facts) -> tuple[str, Level, str]:
    return _counted(len(stale(facts.columns, judged_kinds=True)), 5, "逾期未更新的动态要闻、通知公告、政策文件栏目")


@judged(
    Rule(
        "due",
        "应更新的栏目",
        "10 个",
        INDICATORS,
        "在这些栏目发布新的信息，或把更新期限改为切合实际的天数。",
    )
)
def _due(facts: Facts) -> tuple[str, Level, str]:
    return _counted(len(stale(facts.columns, judged_kinds=False)), 10, "应更新而未更新的栏目")


@judged(Rule("empty", "空白栏目", "5 个", INDICATORS, "为空白栏目补充内容，暂无内容的先删去或并入其他栏目。"))
def _empty(facts: Facts) -> tuple[str, Level, str]:
    if not facts.columns_chosen:
        return "未检查", Level.WARN, "还没有选定本机关采用的栏目，没有检查空白栏目。"
    empty = [column for column in facts.columns if column.freshness.state == State.EMPTY]
    return _counted(len(empty), 5, "空白栏目")


@judged(Rule("questions", "网民留言答复", "3 个月", INDICATORS, "今天答复网民的留言。"))
def _questions(facts: Facts) -> tuple[str, Level, str]:
    if facts.oldest_question is None:
        return "没有待答复的留言", Level.PASS, "没有待答复的网民留言。"
    last = months_later(facts.oldest_question, QUESTION_MONTHS)
    level = Level.VETO if facts.today > last else Level.WARN
    return f"{facts.oldest_question:%Y-%m-%d}", level, f"最早一条待答复的留言须在 {last:%Y-%m-%d} 前答复。"


@judged(Rule("links", "链接可用", "每个失效链接扣分", INDICATORS, "改正或去掉失效的链接。"))
def _links(facts: Facts) -> tuple[str, Level, str]:
    return _none_allowed(facts.dead_links, "个", "失效链接")


@judged(Rule("report", "年度报告", "每年 1 月 31 日前公布", "条例第五十条", "尽快审核并发布年度报告。"))
def _report(facts: Facts) -> tuple[str, Level, str]:
    year = facts.today.year - 1
    if facts.report_published is None:
        return "未检查", Level.PASS, "没有检查年度报告。"
    if facts.report_published:
        return "已公布", Level.PASS, f"{year}年度报告已公布。"
    is_late = (facts.today.month, facts.today.day) > REPORT_DUE
    return "未公布", Level.FAIL if is_late else Level.WARN, f"{year}年度报告须在 {facts.today.year}-01-31 前公布。"


@judged(Rule("applications", "依申请公开答复", "20 个工作日", "条例第三十三条", "尽快答复，需要延长的办理延期手续。"))
def _applications(facts: Facts) -> tuple[str, Level, str]:
    return _none_allowed(facts.overdue_applications, "件", "逾期未办结的申请")


@judged(Rule("items", "主动公开及时", "20 个工作日", "条例第二十六条", "尽快完成审查并发布。"))
def _items(facts: Facts) -> tuple[str, Level, str]:
    return _none_allowed(facts.overdue_items, "条", "成文超过 20 个工作日未公开的信息")
