"""Every bench runs, at a hundredth of its size: what it measures then means nothing, but that it can be measured does."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection

from tests.bench.__main__ import main, names, results
from tests.bench.result import Result

pytestmark = pytest.mark.one_database  # what differs between the two is what their authors measure, by `make bench`
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def template(transactional_db, tmp_path):
    """The address of this test's database, migrated and with nothing in it, for the benches to copy."""
    given = connection.settings_dict
    if connection.vendor == "postgresql":
        connection.close()  # the server copies what nobody is connected to
        return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "template.sqlite3")])
    return f"sqlite:///{tmp_path / 'template.sqlite3'}"


@pytest.mark.long
def test_every_bench_runs_at_a_hundredth_of_its_size(template):
    given = {"BENCH_SCALE": "0.01", "BENCH_TEMPLATE": template, "BENCH_PYTHON": "not installed"}
    command = [sys.executable, "-m", "tests.bench"]

    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | given, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-3000:]
    heads = (
        "record of acts",
        "tree's counts",
        "checks of a report",
        "due dates of",
        "count 2025",
        "import of",
        "reports read back",
        "p50 of a search",
        "item page",
    )
    for head in heads:
        assert head in done.stdout, done.stdout
    assert "没有安装 Wagtail" in done.stderr
    assert len(names()) == len(heads) + 1


def test_bench_that_fails_takes_nothing_from_the_others(monkeypatch, capsys):
    def breaks():
        yield Result("half", "SQLite", (1.0,), (1.0,))
        raise RuntimeError("it broke")

    broken, sound = ModuleType("broken"), ModuleType("sound")
    broken.run, sound.run = breaks, lambda: iter([Result("measured", "SQLite", (1.0,), (1.0,))])
    monkeypatch.setitem(sys.modules, "tests.bench.import_bench", broken)
    monkeypatch.setitem(sys.modules, "tests.bench.search_bench", sound)
    failed = []

    assert [one.name for one in results(["import", "search"], failed)] == ["half", "measured"]
    assert failed == ["import"]

    monkeypatch.setattr(sys, "argv", ["tests.bench", "import", "search"])
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", os.environ["DJANGO_SETTINGS_MODULE"])  # which `main` sets
    monkeypatch.setattr("tests.bench.__main__.django.setup", lambda: None)  # set up already, by the test's run
    assert main() == 1
    told = capsys.readouterr()
    assert "measured" in told.out
    assert "it broke" in told.err
    assert told.err.endswith("failed: import\n")
