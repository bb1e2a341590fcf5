"""The shape of the code: what no linter checks, checked on every tracked file."""

import ast
import re
import statistics
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_IN_A_ROOM = 26  # modules side by side
PACKAGES = ("jinling_portal", "disclosure", "reports")
FOLDERS = (*PACKAGES, "templates", "static", "tests", "docs", ".ci")


def files(*patterns):
    """The project's files that match any of the patterns; what it writes and what it installs are not its files."""
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())


def modules():
    paths = files(*(f"{package}/**/*.py" for package in PACKAGES))
    return [path for path in paths if "migrations" not in path.parts and path.stat().st_size]


def name(path):
    return path.relative_to(ROOT).as_posix()


def imports(path):
    """What a module imports, as dotted names; names of our own packages' relatives are left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def percentile(values, share):
    return sorted(values)[int(len(values) * share)]


# --- Arrows that import-linter cannot draw: it sees Django as one block --------------


@pytest.mark.parametrize("folder", ["disclosure/law", "reports/editions"])
def test_law_and_editions_take_nothing_of_django_but_words(folder):
    allowed = ("django.db.models.TextChoices", "django.db.models.IntegerChoices", "django.utils.translation.")
    taken = {
        f"{name(path)}: {module}"
        for path in files(f"{folder}/**/*.py")
        for module in imports(path)
        if module.startswith("django") and not module.startswith(allowed)
    }
    assert taken == set()


def test_documents_are_bytes_in_and_plain_data_out():
    taken = {
        f"{name(path)}: {module}"
        for path in files("disclosure/documents/**/*.py")
        for module in imports(path)
        if module.startswith(("django", "disclosure.models", "disclosure.desk"))
    }
    assert taken == set()


def test_renderers_readers_and_checks_make_no_query():
    taken = {
        f"{name(path)}: {module}"
        for path in files(*(f"reports/{layer}/**/*.py" for layer in ("rendering", "reading", "checks")))
        for module in imports(path)
        if module.startswith("django.db")
    }
    assert taken == set()


# --- Size -----------------------------------------------------------------------------


def test_modules_stay_short():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert {module: length for module, length in lengths.items() if length > 600} == {}
    assert percentile(lengths.values(), 0.9) < 300


def test_functions_stay_short():
    lengths = {
        f"{name(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {function: length for function, length in lengths.items() if length > 40}

    assert statistics.median(lengths.values()) <= 8
    assert percentile(lengths.values(), 0.9) < 25
    assert len(long) <= len(lengths) / 30, long


def test_templates_stay_short():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files("templates/**/*")}

    assert not lengths or percentile(lengths.values(), 0.9) < 130


# --- What a checkout must not carry ---------------------------------------------------


def test_no_file_names_a_place_of_the_machine_it_was_written_on():
    own = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w+")
    texts = {".py", ".toml", ".md", ".html", ".css", ".js", ".yaml", ".txt", ""}
    found = {
        f"{name(path)}: {match.group()}"
        for path in files("*", *(f"{folder}/**/*" for folder in FOLDERS))
        if path.suffix in texts and path != Path(__file__).resolve()
        for match in own.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_lock_file_has_a_hash_for_everything_and_no_index(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.findall(r"^\S+==\S+.*(?:\n .*)*", text, flags=re.MULTILINE)

    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|\w+://\S+", text) == []


def test_lock_files_agree_on_every_version():
    pin = re.compile(r"^([\w.-]+)(?:\[.*\])?==(\S+)", flags=re.MULTILINE)
    installed = dict(pin.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")))
    tested = dict(pin.findall((ROOT / "requirements-dev.txt").read_text(encoding="utf-8")))

    assert installed.items() <= tested.items()


def test_lock_files_hold_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {line.split("==")[0] for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()}
    tested = {line.split("==")[0] for line in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()}

    wanted = {re.match(r"[\w.-]+", dependency).group() for dependency in project["dependencies"]}
    wanted_for_tests = {re.match(r"[\w.-]+", dep).group() for dep in project["optional-dependencies"]["dev"]}

    assert wanted - locked == set()
    assert wanted_for_tests - tested == set()


def test_every_dependency_and_every_silenced_rule_says_why():
    listed = re.findall(r'^  "[^"]+",?.*$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    one_a_line = [line for line in listed if line.count('"') == 2]

    assert one_a_line
    assert [line for line in one_a_line if "  # " not in line] == []


# --- What a newcomer types ------------------------------------------------------------


@pytest.mark.parametrize("target", ["run", "test", "setup", "lint", "bench", "help"])
def test_make_has_the_target_and_help_tells_of_it(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.search(rf"^{target}:.* ## \S", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("layer", ["desk", "admin", "portal"])
def test_modules_lie_in_rooms(layer):
    beside = {path.stem for path in (ROOT / "disclosure" / layer).glob("*.py")}
    assert beside <= {"__init__", "urls"}


def test_no_room_is_crowded():
    rooms = {path.parent for app in ("disclosure", "reports", "jinling_portal") for path in (ROOT / app).rglob("*.py")}
    crowded = {
        str(room.relative_to(ROOT)): count
        for room in rooms
        if (count := len(list(room.glob("[!_]*.py")))) > MOST_IN_A_ROOM
    }
    assert {room for room in crowded if not room.endswith("migrations")} == set()
