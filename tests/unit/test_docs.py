"""Documents name only what exists: files, addresses of the code, commands, models; their lines can be read in a diff."""

import importlib
import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
WIDEST = 120
# Folders that a path may leave out, since its sentence or its neighbour names them.
BASES = ("", "disclosure", "reports", "docs", "docs/decisions", "tests")
OWN = ("jinling_portal", "disclosure", "reports", "tests", "templates", "static", "fixtures", "docs")
CODE = re.compile(r"`([^`\n]+(?:\n *[^`\n]+)*)`")
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
# Names of other programs, and names that were considered and not taken.
ELSEWHERE = {"ReadWritePaths", "write_formula", "AuditEntry", "RegisterEntry"}
WRITTEN = ("EDITION_YEAR", "NOUN", "edition_YEAR", "VAR_DIR", "FOLDER", "…")  # stand for something else


def documents():
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "fixtures").rglob("*.md")]
    return sorted(paths + list((ROOT / "tests").rglob("*.md")))


def name(path):
    return path.relative_to(ROOT).as_posix()


def spans(text):
    """What stands in backticks within sentences, whatever line it is broken over."""
    return [re.sub(r"\s+", " ", span) for span in CODE.findall(FENCE.sub("", text))]


def is_file(span, folders):
    """Whether a span names a file, folder or module there is, by its whole path or below one of the folders."""
    return any((ROOT / base / path).exists() for base in folders for path in (span, f"{span}.py"))


def folders_before(text, span):
    """The folders of the paths that the same paragraph names."""
    paragraph = next((part for part in text.split("\n\n") if span in re.sub(r"\s+", " ", part)), "")
    named = [one.strip("/") for one in spans(paragraph) if "/" in one]
    return [*BASES, *named, *(str(Path(one).parent) for one in named)]


def imported(dotted):
    """What a dotted name means, or None: a module, which need not be fit to run here, or something in one."""
    parts = dotted.split(".")
    try:
        if spec := importlib.util.find_spec(dotted):
            return spec
    except (ModuleNotFoundError, ValueError):
        pass
    for end in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(value, part):
                return None
            value = getattr(value, part)
        return value
    return None


DOCUMENTS = [pytest.param(path, id=name(path)) for path in documents()]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_lines_fit_a_diff(path):
    long = [
        number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if len(line) > WIDEST
    ]
    assert long == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    broken = []
    for link in LINK.findall(text):
        file, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(path):
    """The anchors of a document's headings, as they are made where it is shown."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_files_that_are_named_exist(path):
    text = path.read_text(encoding="utf-8")
    missing = []
    for span in spans(text):
        if any(word in span for word in WRITTEN) or span.startswith(("/", "var/", "http")) or " " in span:
            continue
        is_path = span.endswith((".py", ".toml", ".txt", ".yaml", ".md", ".typ", ".tsv")) or (
            "/" in span and span.split("/")[0] in OWN
        )
        if is_path and "*" not in span and not is_file(span, folders_before(text, span)):
            missing.append(span)
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_dotted_names_of_our_packages_exist(path):
    """Such as `reports.counting.count(edition, …)`, and `disclosure.Act` for a model."""
    missing = []
    for span in spans(path.read_text(encoding="utf-8")):
        found = re.match(r"(?:jinling_portal|disclosure|reports)(?:\.\w+)+", span)
        if not found or "/" in span:
            continue
        dotted = found.group()
        app, _, model = dotted.partition(".")
        is_model = model.lower() in apps.all_models.get(app, {})
        is_permission = re.fullmatch(r"(?:view|add|change|delete)_\w+", model)
        if not is_model and not is_permission and imported(dotted) is None:
            missing.append(span)
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_commands_that_are_named_exist(path):
    named = set(COMMAND.findall(path.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()


def test_targets_of_make_that_are_named_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for path in documents()
        for span in spans(path.read_text(encoding="utf-8"))
        for target in re.findall(r"\bmake ([a-z-]+)", span)
    }
    assert named
    assert named - targets == set()


# --- The glossary --------------------------------------------------------------------


def glossary():
    """Term, code and meaning of every row; the words of the code have no term."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows if len(row) == 3 and row[0] not in {"term", "---"}]


def test_glossary_has_every_model_by_its_name_on_screen():
    rows = {code.strip("`"): term for term, code, _ in glossary()}
    named = {
        model.__name__: str(model._meta.verbose_name)
        for app in ("disclosure", "reports")
        for model in apps.get_app_config(app).get_models()
    }
    assert named.keys() - rows.keys() == set()
    assert {model: rows[model] for model, title in named.items() if title not in rows[model].split(", ")} == {}


def test_glossary_names_only_code_that_exists():
    paths = [path for package in ("disclosure", "reports") for path in (ROOT / package).rglob("*.py")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in paths if "migrations" not in path.parts)
    missing = []
    for _, code, _ in glossary():
        span = code.strip("`")
        if imported(span) is not None:
            continue
        first, _, rest = span.partition(".")
        defined = re.search(rf"^(?:class|def) {first}\b|^ *{first}\b.*=", source, re.MULTILINE)
        if not defined or (rest and not re.search(rf"^ *{rest}\b", source, re.MULTILINE)):
            missing.append(span)
    assert missing == []


def test_glossary_uses_one_word_for_a_thing():
    codes = [code for _, code, _ in glossary()]
    assert len(codes) == len(set(codes))
    assert issubclass(apps.get_model("disclosure", "Act"), models.Model)


# --- Names of the code ----------------------------------------------------------------


@pytest.fixture(scope="module")
def words():
    """Every word of the project's own files but its documents."""
    patterns = ("*.py", "*.html", "*.typ", "*.toml", "*.yaml", "*.txt", "Makefile", "Dockerfile")
    folders = [*(ROOT / folder for folder in OWN if folder != "docs"), ROOT / ".ci"]
    paths = [path for folder in folders for pattern in patterns for path in folder.rglob(pattern)]
    paths += [path for pattern in patterns for path in ROOT.glob(pattern)]
    own = [path for path in paths if path != Path(__file__).resolve()]
    return {word for path in own for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_names_of_classes_functions_and_settings_exist(path, words):
    """Such as `OwnedAdmin`, `withdrawn(at)`, `act_guard.install`, `PAGE_CACHE_URL=…`: each is a word of the code."""
    named = re.compile(r"(?:\w+\.)*([A-Za-z]\w*_\w+|[A-Z][a-z]+[A-Z]\w+)(?:\(.*\)|=.*)?")
    found = [named.fullmatch(span) for span in spans(path.read_text(encoding="utf-8"))]
    unknown = {match[1] for match in found if match} - words
    assert unknown - ELSEWHERE == set()
