"""`python -m tests.bench [name …]`: every module `…_bench` beside this one, or those named, and one table of results.

BENCH_SCALE=0.1 makes the benches a tenth of their size. Each module has `run()`, which yields its results.
"""

import argparse
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterator

import django

import tests.bench
from tests.bench.result import Result, table

SUFFIX = "_bench"


def names() -> list[str]:
    """All benches, by what stands before `_bench` in the module's name."""
    modules = (module.name for module in pkgutil.iter_modules(tests.bench.__path__))
    return sorted(name.removesuffix(SUFFIX) for name in modules if name.endswith(SUFFIX))


def results(chosen: list[str], failed: list[str]) -> Iterator[Result]:
    """What the benches measure, one after another; one that fails is told, noted, and takes nothing from the others."""
    for name in chosen:
        try:
            yield from importlib.import_module(f"tests.bench.{name}{SUFFIX}").run()
        except Exception:  # noqa: BLE001 whatever it is, the next bench goes on
            traceback.print_exc()
            failed.append(name)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "name", nargs="*", metavar="name", choices=[*names(), []], help=f"one of {', '.join(names())}; none: all"
    )
    chosen = parser.parse_args().name or names()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jinling_portal.settings.test"
    django.setup()
    measured: list[Result] = []
    failed: list[str] = []
    for result in results(chosen, failed):
        measured.append(result)
        sys.stderr.write(f"{result.name}, {result.database}: {result.ratio:.2f}\n")
    sys.stdout.write(table(measured) + "\n")
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
