"""An office's first start from a file: read and judged as a whole, then done as a whole."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from disclosure.errors import Refused
from disclosure.law.choices.office import AuthorityKind
from disclosure.models import Authority, Category

from .setting_up import (
    CONTACT,
    LETTERS,
    PASSWORD_LENGTH,
    REMEDIES,
    SITE,
    add_colleague,
    choose_columns,
    create_administrator,
    finish,
    own_authority,
    save_identity,
    save_part,
    suggested,
)

KINDS = {str(kind.label): kind.value for kind in AuthorityKind}
# Key in the file → field; `needed` keys may not be left out.
SECTIONS: dict[str, tuple[str, ...]] = {
    "authority": ("name", "code", "report_name", "kind", "superior"),
    "contact": CONTACT,
    "remedies": REMEDIES,
    "site": SITE,
    "catalogue": ("suggested",),
    "administrator": ("username", "name", "email", "password"),
}
COLLEAGUE = ("username", "name", "email", "roles")
NEEDED = {
    "authority": ("name", "code", "kind"),
    "contact": ("office", "address", "hours", "phone"),
    "remedies": ("review_body", "court"),
    "administrator": ("username", "name"),
}
SEE = "写法见 docs/setup-example.toml。"


@dataclass(frozen=True, slots=True)
class SetupFile:
    """The sections of a file that can be used; `colleagues` in their order."""

    sections: Mapping[str, Mapping[str, Any]]
    colleagues: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Done:
    """What was made. `passwords`: of each account whose password the program made, told once."""

    authority: Authority
    passwords: dict[str, str]


def read_setup_file(content: bytes) -> SetupFile:
    """Read a TOML file; raises Refused with every key that is wrong, and what to do."""
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(f"文件不是 UTF-8 编码，请用 UTF-8 另存后再试。{SEE}") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"文件不是正确的 TOML（{error}），请检查引号和等号。{SEE}") from error
    if problems := list(_problems(table)):
        raise Refused("\n".join([*problems, f"没有作任何改动。{SEE}"]))
    sections = {name: {**table.get(name, {})} for name in SECTIONS}
    sections["authority"]["kind"] = KINDS[sections["authority"]["kind"]]
    return SetupFile(sections, table.get("colleagues", []))


def _problems(table: Mapping[str, Any]) -> Iterator[str]:
    for name in table:
        if name not in {*SECTIONS, "colleagues"}:
            yield f"不认识 [{name}]，请删去，或改为：{'、'.join([*SECTIONS, 'colleagues'])}。"
    for name, keys in SECTIONS.items():
        given = table.get(name, {})
        if isinstance(given, dict):
            yield from _section_problems(name, given, keys, NEEDED.get(name, ()))
        else:
            yield f"{name} 应当是一节，请写成 [{name}]，下面每行一项。"
    people = table.get("colleagues", [])
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        yield "colleagues 应当一人一节，请写成 [[colleagues]]。"
        return
    for number, person in enumerate(people, 1):
        where = f"colleagues 第 {number} 人"
        yield from _section_problems(where, person, COLLEAGUE, ("username", "name", "roles"))


def _section_problems(
    where: str, given: Mapping[str, Any], keys: Collection[str], needed: Collection[str]
) -> Iterator[str]:
    for key, value in given.items():
        if key not in keys:
            yield f"{where} 中不认识 {key}，请删去，或改为：{'、'.join(keys)}。"
        elif not _is_fit(key, value):
            yield f"{where}.{key} 的值不对，{_expected(key)}。"
    for key in needed:
        if key not in given or given[key] in ("", []):
            yield f"{where}.{key} 没有填写，请补上。"
    if where == "authority" and isinstance(given.get("kind"), str) and given["kind"] not in {"", *KINDS}:
        yield f"authority.kind「{given['kind']}」不认识，请改为：{'、'.join(KINDS)}。"


def _is_fit(key: str, value: object) -> bool:
    if key == "roles":
        return isinstance(value, list) and all(isinstance(role, str) for role in value)
    return isinstance(value, bool if key == "suggested" else str)


def _expected(key: str) -> str:
    if key == "roles":
        return '请写成 ["编辑", "年报"] 这样的列表'
    return "请写 true 或 false" if key == "suggested" else "请写成引号里的文字"


@transaction.atomic
def set_up_from(file: SetupFile) -> Done:
    """Do the whole set-up, or nothing. Raises Refused where the site has an authority, or for what a step refuses."""
    if existing := own_authority():
        ways = (
            "请先在工作后台清除演示数据。"
            if existing.is_demo
            else "要修改，请登录工作后台，在「设置 → 行政机关」中修改。"
        )
        raise Refused(f"本站已有「{existing.name}」，不能再次建站。{ways}")
    sections = file.sections
    authority = _step("authority", lambda: save_identity(sections["authority"]))
    for name, fields in (("contact", CONTACT), ("remedies", REMEDIES), ("site", SITE)):
        _step(name, lambda name=name, fields=fields: save_part(authority, sections[name], fields))
    authority.refresh_from_db()
    if sections["catalogue"].get("suggested", True):
        choose_columns(authority, suggested(authority, Category.objects.filter(authority=authority)))
    passwords = _accounts(file, authority)
    finish(authority)
    return Done(authority, passwords)


def _accounts(file: SetupFile, authority: Authority) -> dict[str, str]:
    passwords: dict[str, str] = {}
    chief = dict(file.sections["administrator"])
    given = chief.pop("password", "")
    password = given or get_random_string(PASSWORD_LENGTH, LETTERS)
    _step("administrator", lambda: create_administrator(**chief, password=password, temporary=not given))
    if not given:
        passwords[chief["username"]] = password
    for number, person in enumerate(file.colleagues, 1):
        made = _step(f"colleagues 第 {number} 人", lambda person=person: add_colleague(authority, **person))
        passwords[person["username"]] = made
    return passwords


def _step(name: str, act: Any) -> Any:
    """Do a step; what it refuses says in which part of the file."""
    try:
        return act()
    except Refused as error:
        raise Refused(f"{name}：{error}没有作任何改动。") from error
