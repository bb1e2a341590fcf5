"""The ways through the code that docs/architecture.md describes, followed as they are run.

A module is entered where one of its functions runs between the first call and the answer. What the processes that read
files do is followed here, in the process of the test, so that it counts as well.
"""

import functools
import gc
import importlib
import inspect
import re
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.items.renaming import public_path
from disclosure.isolation import worker
from disclosure.models import Act, Item, User
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.desk import NO_PARTS, address
from tests.unit.disclosure.exchange.files import xlsx

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("static_files"),
    pytest.mark.one_database,
]

ROOT = Path(__file__).resolve().parents[2]
OURS = ("disclosure", "reports", "jinling_portal")
NOTICE = (ROOT / "tests" / "data" / "documents" / "notice.docx").read_bytes()
SLACK = 6  # modules that a change may add or take before the document has to say another number


def module(file):
    """The project's module that a file holds, or None; what a package does when it is imported is no part of a way."""
    path = Path(file)
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in OURS or "migrations" in path.parts:
        return None
    return path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__")


def _forget():
    """Empty what functions remember, or a way would pass by what another test has asked before."""
    for kept in gc.get_objects():
        if type(kept) is functools._lru_cache_wrapper and str(kept.__module__).partition(".")[0] in OURS:
            kept.cache_clear()


@pytest.fixture
def followed(monkeypatch, settings):
    """A context that gives the modules entered within it."""
    monkeypatch.setattr(worker, "inside", True)
    for late in (
        "disclosure.documents.jobs",
        "disclosure.exchange.parsing",
        "reports.rendering",
        settings.ROOT_URLCONF,
    ):
        importlib.import_module(late)  # what runs while a module is imported is no part of a way
    _forget()

    @contextmanager
    def follow():
        names, modules = {}, {}

        def note(frame, event, _):
            if event != "call" or not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                return  # the body of a module or a class
            file = frame.f_code.co_filename
            if file not in names:
                names[file] = module(file)
            if names[file]:
                modules.setdefault(names[file])

        threading.setprofile(note)
        sys.setprofile(note)
        try:
            yield modules
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    return follow


@pytest.fixture
def town():
    return AuthorityFactory(code="town", is_own=True)


def person(town, *roles):
    made = User.objects.create_user(f"u{User.objects.count()}", authority=town, is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles))
    return User.objects.get(pk=made.pk)


def described(heading):
    """The number of modules that a section of the document states, and those that it lists."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition(f"### {heading}\n")[2].partition("\n#")[0]
    number = re.search(r"(\d+) modules", section)
    assert number, heading
    return int(number[1]), re.findall(r"`((?:disclosure|reports|jinling_portal)/[\w/]+)(?:\.py)?`", section)


def compare(modules, heading):
    """The document lists modules that are entered on the way, and states how many there are."""
    number, listed = described(heading)
    entered = list(modules)
    assert len(listed) > 10  # a way is more than its ends
    assert [name for name in listed if name not in entered] == []
    assert abs(len(entered) - number) <= SLACK, "\n".join([f"{len(entered)} modules", *entered])


def test_imported_row_to_its_docx_cell(followed, town, tmp_path):
    rows = [
        ["申请编号", "申请人类型", "申请人", "收到日期", "申请内容", "办理结果", "办结日期"],
        ["甲1", "自然人", "示例甲", "2025-03-03", "道路工程", "予以公开", "2025-03-10"],
    ]
    sheet, report = tmp_path / "申请.xlsx", tmp_path / "年报.docx"
    sheet.write_bytes(xlsx(rows))
    with followed() as modules:
        call_command("import_records", "applications", str(sheet))
        call_command("export_report", "2025", "--format", "docx", "--output", str(report))

    assert report.read_bytes().startswith(b"PK")
    compare(modules, "An imported row to its DOCX cell")


def test_dropped_docx_to_its_public_page(followed, town, client):
    column = CategoryFactory(authority=town, name="通知公告")
    ItemFactory(authority=town, category=column, title="关于做好冬季防火工作的通知")
    editor, colleague = person(town, "编辑"), person(town, "部门审核", "保密审查", "发布")
    client.force_login(editor)
    with followed() as modules:
        client.post("/admin/disclosure/item/receive/", {"file": [SimpleUploadedFile("通知.docx", NOTICE)]})
    item = Item.objects.get(published_on=None)
    form = client.get(address(Item, "change", item.pk)).context["adminform"].form
    values = {name: str(value) for name, value in form.initial.items() if value is not None}
    with followed() as more:
        client.post(address(Item, "change", item.pk), values | NO_PARTS | {"_submit": "1"})
    client.force_login(colleague)
    with followed() as still_more:
        client.post(reverse("admin:disclosure_item_act", args=(item.pk, "pass_on")), {"declared": "on"})
        item.refresh_from_db()
        page = client.get(public_path(item))

    assert "关于做好春季防火工作的通知" in page.content.decode()
    compare(modules | more | still_more, "A dropped DOCX to its public page")


def test_press_on_a_button_to_its_step_due_date_and_record(followed, town, client):
    application = ApplicationFactory(
        authority=town, number="2026-001", received_on=load_calendar().back(localdate(), 3)
    )
    client.force_login(person(town, "依申请办理"))
    given = {"on": str(localdate()), "what": "写明年份", "days": 10}
    with followed() as modules:
        client.post(f"/admin/disclosure/application/{application.pk}/act/ask_correction/", given)

    application.refresh_from_db()
    assert application.steps.get().note == "写明年份"
    assert application.due_on is None
    assert Act.objects.filter(key=str(application.pk)).exists()
    compare(modules, "A press on 补正告知 to its step, due date and record")
