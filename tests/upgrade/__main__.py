"""`python -m tests.upgrade COMMIT`: does a database of that version, brought to this one, show the same pages?

The demonstration is loaded by the version before, all that the public can reach is read, the database is migrated, and
read again by this version. Every address is compared byte for byte, but for what `reading.py` levels: dates of making,
keys of one answer, and names of static files. What differs is printed; the exit status says whether anything does.
"""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READING = Path(__file__).with_name("reading.py")
SHOWN_LINES = 12  # of one difference


def run(command: list[str], folder: Path, var: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    given = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.development"}
    command = [sys.executable, *command]
    subprocess.run(command, cwd=folder, env=environment | given | {"PYTHONPATH": str(folder)}, check=True)


def read(folder: Path, var: Path, name: str) -> dict[str, bytes]:
    """What every public address answers, by address, as the version in this folder serves the installation in `var`."""
    kept = var.with_name(name)
    run([str(READING), str(kept)], folder, var)
    return pickle.loads(kept.read_bytes())  # noqa: S301 written by ourselves a moment ago


def differences(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """One text an address, in order."""
    found = [f"{one}: only {'before' if one in before else 'after'}" for one in sorted(before.keys() ^ after.keys())]
    for one in sorted(before.keys() & after.keys()):
        if before[one] != after[one]:
            lines = (
                text.decode("utf-8", "replace").replace(">", ">\n").splitlines() for text in (before[one], after[one])
            )
            changed = list(unified_diff(*lines, "before", "after", lineterm="", n=1))
            found.append("\n".join([f"{one}: differs", *(line[:300] for line in changed[:SHOWN_LINES])]))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.upgrade", description=__doc__)
    parser.add_argument("commit", help="the version before")
    commit = parser.parse_args().commit
    with tempfile.TemporaryDirectory(prefix="jinling-portal-upgrade-") as directory:
        old, var = Path(directory) / "before", Path(directory) / "var"
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(old)], check=True)  # noqa: S607 git as it is found
        subprocess.run(["git", "checkout", "--quiet", commit], cwd=old, check=True)  # noqa: S607
        run(["manage.py", "prepare"], old, var)
        run(["manage.py", "load_demo"], old, var)
        before = read(old, var, "before.pickle")
        run(["manage.py", "prepare"], ROOT, var)
        after = read(ROOT, var, "after.pickle")
        if (log := var / "log" / "errors.log").exists():
            sys.stderr.write(log.read_text(encoding="utf-8"))
    found = differences(before, after)
    sys.stdout.write("".join(f"{one}\n\n" for one in found))
    sys.stdout.write(f"{len(before)} addresses before, {len(after)} after, {len(found)} differ\n")
    return 1 if found or not before else 0


if __name__ == "__main__":
    sys.exit(main())
