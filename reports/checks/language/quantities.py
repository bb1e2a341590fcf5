"""What can be claimed: quantities of the tables, each with the readings that its words allow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from disclosure.law.applications.outcomes import RULES, ApplicantKind, Outcome, OutcomeGroup
from reports.editions.grid import Edition, Number, Values

Expression = tuple[tuple[int, str], ...]  # signed figure keys


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and what it may mean, likeliest first: a figure that fits one reading is right.

    An expression whose figure the format does not have is no reading.
    """

    key: str
    name: str
    readings: tuple[Expression, ...]
    domain: str = ""

    def values(self, values: Values) -> list[tuple[Expression, Number]]:
        """The readings that can be told from `values`; a blank cell makes its reading unknown."""
        known = ((reading, _sum(reading, values)) for reading in self.readings)
        return [(reading, value) for reading, value in known if value is not None]

    def complete(self, edition: Edition, values: Values) -> bool:
        """Whether every reading that the format has can be told."""
        possible = [reading for reading in self.readings if all(key in edition.by_key for _, key in reading)]
        return bool(possible) and len(possible) == len(self.values(values))


def _sum(expression: Expression, values: Values) -> Number | None:
    total: Number = 0
    for sign, key in expression:
        value = values.get(key)
        if value is None:
            return None
        total += sign * value
    return total


def plus(*keys: str) -> Expression:
    return tuple((1, key) for key in keys)


def less(key: str, *others: str) -> Expression:
    return ((1, key), *((-1, other) for other in others))


APPLICATIONS, CASES, DOCUMENTS, DECISIONS = "applications", "cases", "documents", "decisions"


def received(columns: Iterable[str] = ("total",), name: str = "收到申请") -> Quantity:
    """受理, 收到, 办理: 新收, or 新收 and 上年结转, or what was concluded."""
    new = plus(*(f"3.received.{column}" for column in columns))
    carried = plus(*(f"3.carried_in.{column}" for column in columns))
    done = plus(*(f"3.concluded.{column}" for column in columns))
    return Quantity(f"received:{'+'.join(columns)}", name, (new, (*new, *carried), done), APPLICATIONS)


def newly(columns: Iterable[str] = ("total",), name: str = "新收申请") -> Quantity:
    new = plus(*(f"3.received.{column}" for column in columns))
    return Quantity(f"new:{'+'.join(columns)}", name, (new,), APPLICATIONS)


# 答复 may leave out what was carried in, and what ended without a reply.
CONCLUDED = Quantity(
    "concluded",
    "办结申请",
    (
        plus("3.concluded.total"),
        less("3.received.total", "3.carried_out.total"),
        less("3.concluded.total", "3.carried_in.total"),
        less("3.concluded.total", "3.otherwise.total"),
        less("3.concluded.total", "3.not_corrected.total", "3.not_paid.total", "3.other.total"),
    ),
    APPLICATIONS,
)
CARRIED_IN = Quantity("carried_in", "上年结转", (plus("3.carried_in.total"),), APPLICATIONS)
CARRIED_OUT = Quantity("carried_out", "结转下年度", (plus("3.carried_out.total"),), APPLICATIONS)
CARRIED = Quantity("carried", "结转", (plus("3.carried_out.total"), plus("3.carried_in.total")), APPLICATIONS)

ORGANISATIONS = tuple(kind.value for kind in ApplicantKind if kind != ApplicantKind.NATURAL)


def _of_group(group: OutcomeGroup) -> tuple[str, ...]:
    return tuple(f"3.{outcome.value}.total" for outcome in Outcome if RULES[outcome].group == group)


def outcome(*outcomes: Outcome, name: str) -> Quantity:
    """One row, or any of several that the words may mean."""
    readings = tuple(plus(f"3.{one.value}.total") for one in outcomes)
    return Quantity(f"outcome:{outcomes[0].value}", name, readings, APPLICATIONS)


def group(of: OutcomeGroup, *others: Expression) -> Quantity:
    rows = plus(*_of_group(of))
    merged = (plus("3.otherwise.total"),) if of == OutcomeGroup.OTHERWISE else ()
    return Quantity(f"outcome:{of.value}", str(of.label), (*merged, rows, *others), APPLICATIONS)


RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "open": "尚未审结"}
REVIEW, DIRECT, AFTER = ("review",), ("direct",), ("after_review",)
LAWSUIT = (*DIRECT, *AFTER)
_ROUTES = {
    REVIEW: "行政复议",
    DIRECT: "未经复议直接起诉",
    AFTER: "复议后起诉",
    LAWSUIT: "行政诉讼",
    (*REVIEW, *LAWSUIT): "复议、诉讼",
}


def cases(routes: tuple[str, ...], result: str = "total") -> Quantity:
    """Cases by route, with a result or in all; a total may leave out those still open."""
    cells = [f"4.{route}.{result}" for route in routes]
    readings = [plus(*cells)]
    if result == "total":
        readings.append((*plus(*cells), *((-1, f"4.{route}.open") for route in routes)))
    name = _ROUTES.get(routes, "复议、诉讼") + (RESULTS[result] if result != "total" else "")
    return Quantity(f"cases:{'+'.join(routes)}:{result}", name, tuple(readings), CASES)


def either(first: Quantity, *others: Quantity) -> Quantity:
    """A quantity that may be one of several."""
    readings = dict.fromkeys(reading for one in (first, *others) for reading in one.readings)
    return replace(first, key="|".join((first.key, *(one.key for one in others))), readings=tuple(readings))


def documents(act: str) -> Quantity:
    """规范性文件 made, repealed, in force; what the format of 2019 counts instead."""
    made, force = "2.normative.made", "2.normative.in_force"
    readings = {
        "made": (plus(made), plus("2.normative.published")),
        "repealed": (plus("2.normative.repealed"),),
        "in_force": (plus(force), less(force, made), plus("2.normative.public")),
    }
    names = {"made": "制发规范性文件", "repealed": "废止规范性文件", "in_force": "现行有效规范性文件"}
    return Quantity(f"documents:{act}", names[act], readings[act], DOCUMENTS)


def decisions(kind: str, name: str) -> Quantity:
    return Quantity(f"decisions:{kind}", f"{name}处理决定", (plus(f"2.{kind}.decisions"),), DECISIONS)
