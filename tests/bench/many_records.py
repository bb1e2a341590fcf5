"""Ten years of twenty authorities: a million applications, a million decisions, and the rest in proportion.

Rows go in by the fastest way each database has, past the models. What is personal holds one valid ciphertext.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import DateTimeField, Model

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.cases import Result, Route
from disclosure.law.choices.matters import MatterKind
from disclosure.models import Application, Authority, Case, Category, Decision, FeeReceipt, Item, Matter, Procurement
from disclosure.models.encryption import encrypt
from tests.bench.databases import scaled

AUTHORITIES = 20
FIRST_DAY = date(2016, 1, 1)
DAYS = (date(2026, 1, 1) - FIRST_DAY).days
MATTERS = 150  # an authority
MADE_AT = "2026-01-01 00:00:00+00:00"

Row = tuple[object, ...]


def fill() -> None:
    """All tables, the same rows on every database."""
    random = Random(2016)  # noqa: S311 rows to count, no secrets
    names = range(1, AUTHORITIES + 1)
    Authority.objects.bulk_create(Authority(id=n, code=f"town-{n}", name=f"第{n}镇人民政府") for n in names)
    Category.objects.bulk_create(Category(id=n, authority_id=n, name="政策文件") for n in names)
    _insert(Application, APPLICATION, _applications(random, scaled(1_000_000)))
    _insert(Case, CASE, _cases(random, scaled(20_000)))
    _insert(Item, ITEM, _items(random, scaled(100_000)))
    _insert(Matter, MATTER, _matters(random))
    _insert(Decision, DECISION, _decisions(random, scaled(1_000_000)))
    _insert(FeeReceipt, ("authority_id", "name", "received_on", "amount"), _payments(random, scaled(20_000)))
    _insert(Procurement, ("authority_id", "name", "procured_on", "amount"), _payments(random, scaled(2_000)))


APPLICATION = (
    *("authority_id", "number", "applicant_kind", "applicant", "received_on", "channel", "content", "delivery"),
    *("medium", "outcome", "concluded_on", "document_kind", "document", "phone", "email", "address"),
    *("applicant_hash", "document_hash", "phone_hash"),
)
CASE = ("authority_id", "number", "route", "accepted_on", "result", "concluded_on", "parties", "body", "cause")
ITEM = (
    *("authority_id", "category_id", "index_number", "title", "document_number", "publisher", "formed_on"),
    *("published_on", "method", "validity", "repealed_on", "nature", "genre", "subject", "keywords", "summary", "body"),
    "state",
)
MATTER = ("id", "authority_id", "name", "kind", "established_on", "cancelled_on")
DECISION = ("authority_id", "matter_id", "decided_on", "quantity")


def _applications(random: Random, total: int) -> Iterator[Row]:
    """In order of receipt, as they come; most are concluded within a month, one in a hundred never."""
    name = encrypt("张三", "disclosure.application.applicant")
    name_hash = Application._meta.get_field("applicant_hash").hashed("张三")
    phone = encrypt("13800000000", "disclosure.application.phone")
    phone_hash = Application._meta.get_field("phone_hash").hashed("13800000000")
    kinds, outcomes = list(ApplicantKind.values), list(Outcome.values)
    kind_weights = [70, 12, 2, 3, 8, 5]
    outcome_weights = [40, 12, *[2] * 8, 15, 3, 2, *[1] * 5, 2, 1, 5]
    for number, day in enumerate(_days(random, total)):
        ended = None if random.random() < 0.01 else day + timedelta(_delay(random))
        yield (
            *(
                random.randint(1, AUTHORITIES),
                f"申〔{day.year}〕{number}号",
                *random.choices(kinds, kind_weights),
                name,
            ),
            *(day, "internet", "申请公开本村土地征收的批复、公告和补偿方案。", "email", "email"),
            *("" if ended is None else random.choices(outcomes, outcome_weights)[0], ended),
            *("", "", phone, "", "", name_hash, "", phone_hash),
        )


def _cases(random: Random, total: int) -> Iterator[Row]:
    routes, results = list(Route.values), list(Result.values)
    for number, day in enumerate(_days(random, total)):
        ended = None if random.random() < 0.01 else day + timedelta(random.randint(20, 300))
        yield (
            *(random.randint(1, AUTHORITIES), f"案{number}", *random.choices(routes, [6, 3, 1]), day),
            *("" if ended is None else random.choice(results), ended, "", "区人民政府", "信息公开"),
        )


def _items(random: Random, total: int) -> Iterator[Row]:
    """Two in a hundred are normative documents, one in a thousand a regulation; a fifth of these end some day."""
    for number, day in enumerate(_days(random, total)):
        nature = random.choices(["", "normative", "regulation"], [979, 20, 1])[0]
        ended = day + timedelta(random.randint(0, 2000)) if nature and random.random() < 0.2 else None
        authority = random.randint(1, AUTHORITIES)
        published = None if random.random() < 0.02 else day + timedelta(random.randint(0, 20))
        yield (
            *(authority, authority, f"索引{number}", f"关于第{number}项工作的通知", "", "党政办公室", day),
            *(published, "proactive"),
            *("in_force" if ended is None else "repealed", ended, nature, "通知", "", "", "", "<p>各村民委员会：</p>"),
            "published" if published else "draft",
        )


def _matters(random: Random) -> Iterator[Row]:
    kinds = list(MatterKind.values)
    for number in range(AUTHORITIES * MATTERS):
        day = FIRST_DAY + timedelta(random.randrange(-2000, DAYS))
        ended = day + timedelta(random.randint(0, 3000)) if random.random() < 0.3 else None
        yield number + 1, number // MATTERS + 1, f"事项{number}", random.choice(kinds), day, ended


def _decisions(random: Random, total: int) -> Iterator[Row]:
    """One at a time, but one in fifty is a month's tally."""
    for day in _days(random, total):
        matter = random.randrange(AUTHORITIES * MATTERS)
        yield matter // MATTERS + 1, matter + 1, day, random.randint(2, 300) if random.random() < 0.02 else 1


def _payments(random: Random, total: int) -> Iterator[Row]:
    for day in _days(random, total):
        yield random.randint(1, AUTHORITIES), "收支", day, f"{random.randrange(1, 10_000_000) / 100:.2f}"


def _days(random: Random, total: int) -> list[date]:
    return [FIRST_DAY + timedelta(day) for day in sorted(random.choices(range(DAYS), k=total))]


def _delay(random: Random) -> int:
    return random.randint(0, 30) if random.random() < 0.9 else random.randint(31, 200)


def _usual(model: type[Model], columns: Sequence[str]) -> dict[str, object]:
    """What stands in the columns that a row does not name and that may not be empty."""
    left = (one for one in model._meta.concrete_fields if not (one.primary_key or one.null or one.column in columns))
    return {one.column: MADE_AT if isinstance(one, DateTimeField) else one.get_default() for one in left}


def _insert(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    usual = _usual(model, columns)
    columns, added = (*columns, *usual), tuple(usual.values())
    rows = ((*row, *added) for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Lines(rows))
        else:
            marks = ", ".join(["?"] * len(columns))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 our own names
            connection.connection.executemany(insert, map(_texts, rows))


def _texts(row: Row) -> list[object]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


class _Lines(io.RawIOBase):
    """Rows as the file that COPY reads, made as it goes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows, self._rest = iter(rows), ""

    def read(self, size: int = -1) -> str:
        parts, length = [self._rest], len(self._rest)
        for row in self._rows:
            line = "\t".join("\\N" if value is None else str(value) for value in row) + "\n"
            parts.append(line)
            length += len(line)
            if length >= size:
                break
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]
