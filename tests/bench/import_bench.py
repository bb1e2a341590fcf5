"""100,000 applications from a spreadsheet, each cell judged, against reading the file and storing its rows unjudged.

Both read with calamine, encrypt what is personal and store with `bulk_create`. Every run has a process of its own, so
that its peak memory is its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from tests.bench.databases import KINDS, scaled
from tests.bench.result import MEBIBYTE, Result, turns

ROWS = 100_000
RUNS = 3
GOAL = 2.0  # no less than half the speed of the floor
MOST_MEMORY = 400 * MEBIBYTE
CODE = "bench"


def run() -> Iterator[Result]:
    """Both databases; the spreadsheet as XLSX, and as CSV on SQLite for comparison."""
    with tempfile.TemporaryDirectory(prefix="jinling-portal-bench-") as directory:
        path = Path(directory) / "applications.xlsx"
        write_spreadsheet(path, scaled(ROWS))
        for kind, database in KINDS.items():
            with database() as address:
                yield _measured(kind, address, path)


def _measured(kind: str, address: str, path: Path) -> Result:
    seconds: dict[str, list[float]] = {"ours": [], "floor": []}
    memory = []
    for number in range(turns(RUNS)):
        for way in ("ours", "floor") if number % 2 else ("floor", "ours"):
            answer = _alone(way, path, address)
            seconds[way].append(answer["seconds"])
            if way == "ours":
                memory.append(answer["memory"])
    name = f"import of {scaled(ROWS):,} applications (XLSX)"
    return Result(name, kind, tuple(seconds["ours"]), tuple(seconds["floor"]), GOAL, max(memory))


def _alone(way: str, path: Path, address: str) -> dict[str, float]:
    """One run in a process of its own, on an empty database."""
    environment = os.environ | {"TEST_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.test"}
    command = [sys.executable, "-m", "tests.bench.import_bench", way, str(path)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


# --- In the process of its own ----------------------------------------------


def one_run(way: str, path: Path) -> dict[str, float]:
    """Seconds and peak memory in bytes of one way to store the file's rows."""
    import resource

    import django

    django.setup()
    from django.core.management import call_command

    from disclosure.models import Application, Authority
    from tests.support.acts import emptied_tables

    call_command("migrate", verbosity=0)
    with emptied_tables():
        call_command("flush", verbosity=0, interactive=False)  # a delete would fetch every record first
    authority, _ = Authority.objects.get_or_create(code=CODE, name="测试镇", is_own=True)
    begin = perf_counter()
    {"ours": _import, "floor": _store_unjudged}[way](path, authority)
    seconds = perf_counter() - begin
    if (stored := Application.objects.count()) != scaled(ROWS):
        raise RuntimeError(f"{stored} rows stored")
    unit = 1 if sys.platform == "darwin" else 1024
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit}


def _import(path: Path, authority: object) -> None:
    from disclosure.exchange.importing import import_file

    import_file("applications", path.read_bytes(), path.name, authority)


def _store_unjudged(path: Path, authority: object) -> None:
    """The least that stores the same rows: labels become values, nothing else is looked at."""
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from disclosure.models import Application

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    names = [HEADINGS[heading] for heading in next(rows)]
    codes = {name: {label: value for value, label in choices.choices} for name, choices in _choices().items()}
    with transaction.atomic():
        batch = []
        for row in rows:
            values = dict(zip(names, row, strict=True))
            for name, code in codes.items():
                values[name] = code.get(values[name], "")
            values["concluded_on"] = values["concluded_on"] or None
            batch.append(Application(authority=authority, **values))
            if len(batch) == 1000:
                Application.objects.bulk_create(batch, batch_size=500)
                batch = []
        Application.objects.bulk_create(batch, batch_size=500)


def _choices() -> dict[str, object]:
    from disclosure.law.applications.outcomes import ApplicantKind, Outcome
    from disclosure.law.choices.applications import Channel, Delivery, Medium

    choices = (ApplicantKind, Outcome, Channel, Delivery, Medium)
    return dict(zip(("applicant_kind", "outcome", "channel", "delivery", "medium"), choices, strict=True))


# --- The spreadsheet --------------------------------------------------------

HEADINGS = {
    "申请编号": "number",
    "申请人类型": "applicant_kind",
    "申请人": "applicant",
    "收到日期": "received_on",
    "申请内容": "content",
    "办理结果": "outcome",
    "办结日期": "concluded_on",
    "收到渠道": "channel",
    "联系电话": "phone",
    "电子邮箱": "email",
    "通讯地址": "address",
    "证件类型": "document_kind",
    "证件号码": "document",
    "获取方式": "delivery",
    "提供形式": "medium",
}


def write_spreadsheet(path: Path, rows: int) -> None:
    """Made-up applications with every column filled, as openpyxl writes them."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("申请")
    sheet.append(list(HEADINGS))
    random = Random(2016)  # noqa: S311 the same rows every time
    labels = {name: [label for _, label in choices.choices] for name, choices in _choices().items()}
    for number in range(rows):
        sheet.append(list(_row(random, labels, number)))
    book.save(path)


def _row(random: Random, labels: dict[str, list[str]], number: int) -> Iterator[object]:
    received = date(2016, 1, 1) + timedelta(days=random.randrange(3600))
    is_open = random.random() < 0.02
    given = {
        "number": f"2016-{number:06d}",
        "applicant": f"申请人{number}",
        "received_on": received,
        "content": f"申请公开第{number}号地块征收补偿安置方案及其批准文件",
        "outcome": None if is_open else random.choice(labels["outcome"]),
        "concluded_on": None if is_open else received + timedelta(days=random.randrange(40)),
        "phone": f"1380000{number % 10000:04d}",
        "email": f"applicant{number}@example.com",
        "address": f"某某区某某路{number}号",
        "document_kind": "居民身份证",
        "document": f"000000{number:012d}",
    }
    for name in HEADINGS.values():
        yield given[name] if name in given else random.choice(labels[name])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(one_run(sys.argv[1], Path(sys.argv[2]))))
