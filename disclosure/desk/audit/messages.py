"""An audit entry in words: 「张三 于11月20日 将「成文日期」由「2026-11-01」改为「2026-11-02」」."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from disclosure.models import Act, ActChannel, Verb
from disclosure.models.act import Changes

MOST_CHANGES = 30
LONGEST = 80
DONE = "事项"  # title under which an entry says what was done
KEY = "安全密钥"  # a person has several, distinguished by name
PLAIN = {Verb.LOOK, Verb.SIGN_IN, Verb.SIGN_OUT, Verb.BEGIN}


def sentence(act: Act, today: date) -> str:
    return f"{act.name} 于{day_in_words(localdate(act.at), today)} {action_in_words(act)}"


def day_in_words(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def action_in_words(act: Act) -> str:
    verb = str(act.get_verb_display())
    if act.verb in {Verb.ADD, Verb.DELETE}:
        return f"{verb}{kind_name(act.kind)}「{act.label}」{_by_import(act)}"
    if act.verb in {Verb.EXPORT, Verb.IMPORT}:
        return f"{verb}{kind_name(act.kind)}（{act.label}）"
    if act.verb in {Verb.SEARCH, Verb.SIGN_IN_FAILED} or not act.changes:
        return f"{verb}{f'「{act.label}」' if act.label and act.verb not in PLAIN else ''}"
    return _with_changes(act, verb)


def _with_changes(act: Act, verb: str) -> str:
    if act.verb == Verb.CHANGE:
        return changes_in_words(act) + _by_import(act)
    if act.verb == Verb.DEVICE:
        return f"{verb}：{'，'.join(_device(name, *pair) for name, pair in act.changes.items())}"
    if act.verb == Verb.END_SESSION:
        return verb + "".join(f"「{before}」" for before, _ in act.changes.values())
    return f"{verb}：{changes_in_words(act)}"


def changes_in_words(act: Act) -> str:
    changes = sorted(act.changes.items(), key=lambda change: change[0] != DONE)  # actions come before changed fields
    shown = [change_in_words(act.kind, name, *pair) for name, pair in changes[:MOST_CHANGES]]
    more = len(act.changes) - len(shown)
    return "，".join(shown) + (f"，另有{more}处改动" if more > 0 else "")


def change_in_words(kind: str, name: str, before: str | None, after: str | None) -> str:
    """One field's change; for a personal field only that it changed."""
    title = field_title(kind, name)
    if before is None or after is None:
        return f"修改了「{title}」（内容不记）"
    old, new = value_in_words(kind, name, before), value_in_words(kind, name, after)
    if not old:
        return f"将「{title}」填为「{new}」"
    if not new:
        return f"清除了「{title}」（原为「{old}」）"
    return f"将「{title}」由「{old}」改为「{new}」"


def changes_summary(record: Model, changes: Changes) -> str:
    """「有效性：有效 → 废止；废止日期：空 → 2026-07-01」, for previews and review records."""
    kind = record._meta.label_lower
    pairs = (
        (field_title(kind, name), [value_in_words(kind, name, value or "") or "空" for value in pair])
        for name, pair in changes.items()
    )
    return "；".join(f"{title}：{old} → {new}" for title, (old, new) in pairs)


def _device(kind: str, before: str | None, after: str | None) -> str:
    if before and after:
        return f"将{kind}由「{before}」改为「{after}」"
    name = f"「{before or after}」" if kind == KEY else ""
    return f"{'移除' if before else '添加'}{kind}{name}"


def _by_import(act: Act) -> str:
    return f"（从文件导入，{act.source}）" if act.channel == ActChannel.IMPORT else ""


@lru_cache(maxsize=1000)
def _field(kind: str, name: str) -> Any:
    try:
        return apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):  # a part of a report, or a model that is gone
        return None


def kind_name(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def field_title(kind: str, name: str) -> str:
    return str(getattr(_field(kind, name), "verbose_name", name))


def value_in_words(kind: str, name: str, value: str) -> str:
    """A stored value as screens show it: a choice by its label, a text without markup, shortened."""
    choices = {str(key): str(label) for key, label in getattr(_field(kind, name), "flatchoices", None) or ()}
    text = " ".join(strip_tags(choices.get(value, value)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
