"""100,000 applications from a spreadsheet with the record of acts, against the same import without it.

Every run has a process of its own. The acts of earlier runs stay, as they do in an office.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.databases import KINDS, scaled
from tests.bench.import_bench import CODE, ROWS, RUNS, write_spreadsheet
from tests.bench.result import Result, turns

GOAL = 1.5
WAYS = ("recorded", "unrecorded")


def run() -> Iterator[Result]:
    """Both databases."""
    with tempfile.TemporaryDirectory(prefix="jinling-portal-bench-") as directory:
        path = Path(directory) / "applications.xlsx"
        write_spreadsheet(path, scaled(ROWS))
        for kind, database in KINDS.items():
            with database() as address:
                yield _measured(kind, address, path)


def _measured(kind: str, address: str, path: Path) -> Result:
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(turns(RUNS)):
        for way in WAYS if number % 2 else reversed(WAYS):
            seconds[way].append(_alone(way, path, address))
    name = f"record of acts of an import of {scaled(ROWS):,}"
    return Result(name, kind, tuple(seconds["recorded"]), tuple(seconds["unrecorded"]), GOAL)


def _alone(way: str, path: Path, address: str) -> float:
    environment = os.environ | {"TEST_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.test"}
    command = [sys.executable, "-m", "tests.bench.audit_bench", way, str(path)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


# --- In the process of its own ----------------------------------------------


def one_run(way: str, path: Path) -> float:
    """Seconds of one import."""
    import django

    django.setup()
    from django.core.management import call_command

    from disclosure.exchange import importing
    from disclosure.models import Act, Application, Authority

    call_command("migrate", verbosity=0)
    Application.objects.all().delete()
    authority, _ = Authority.objects.get_or_create(code=CODE, name="测试镇", is_own=True)
    before = Act.objects.count()
    if way == "unrecorded":
        importing.append = lambda *_, **__: None
    begin = perf_counter()
    importing.import_file("applications", path.read_bytes(), path.name, authority)
    seconds = perf_counter() - begin
    expected = scaled(ROWS) + 1 if way == "recorded" else 0
    if (written := Act.objects.count() - before) != expected:
        raise RuntimeError(f"{written} acts written")
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(one_run(sys.argv[1], Path(sys.argv[2]))))
