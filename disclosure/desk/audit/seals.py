"""The seal of a day: where the chain stood at its end, kept on paper or in a mailbox, away from the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from disclosure.errors import Refused
from disclosure.models import Act, ActArchive

from .mail import FAILURES, UNSET, mail_is_configured

FORM = """政府信息公开平台　办理记录封存单

日期：{day}
截至序号：{number}
当日条数：{count}
末条摘要：{hash}

上列摘要由截至该序号的全部办理记录逐条推算得出（SHA-256）。请打印或另行保存。
核对时运行 verify_audit：此后任何一条被改动、删除或插入，摘要都不再相符。
"""
LINES = re.compile(r"^日期：(\S+)\n截至序号：(\d+)\n当日条数：(\d+)\n末条摘要：([0-9a-f]{64})$", flags=re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Seal:
    """The last entry of a day and all before it, in one number and one hash."""

    day: date
    number: int
    count: int
    hash: str

    @property
    def text(self) -> str:
        return FORM.format(day=self.day, number=self.number, count=self.count, hash=self.hash)


def folder() -> Path:
    return Path(settings.VAR_DIR) / "seals"


def seals() -> Iterator[Seal]:
    """All stored seals, oldest first; raises Refused for one that cannot be read."""
    for path in sorted(folder().glob("*.txt")):
        yield read_seal(path)


def read_seal(path: Path) -> Seal:
    match = LINES.search(path.read_text(encoding="utf-8"))
    if match is None:
        raise Refused(f"封存单 {path.name} 不完整或被改动，请从打印件或邮件中恢复。")
    day, number, count, digest = match.groups()
    return Seal(date.fromisoformat(day), int(number), int(count), digest)


def seal_of(day: date) -> Seal:
    """The seal of a day that is over; raises Refused where there is nothing to seal."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    if end > timezone.now():
        raise Refused(f"{day}还没有结束，请在次日封存。")
    number = Act.objects.filter(at__lt=end).order_by("-number").values_list("number", "hash").first()
    if number is None:
        number = ActArchive.objects.order_by("-through").values_list("through", "hash").first()
    if number is None:
        raise Refused(f"到{day}为止还没有办理记录，无需封存。")
    return Seal(day, number[0], Act.objects.filter(at__gte=begin, at__lt=end).count(), number[1])


def write_seal(seal: Seal) -> Path:
    """Write a seal's file and mail it where AUDIT_MAIL names somebody; a day is sealed once.

    A mail that could not be sent is tried again with the next call for the day. Raises Refused.
    """
    path = folder() / f"{seal.day}.txt"
    if path.exists():
        if read_seal(path) != seal:
            raise Refused(f"{seal.day}已经封存，而现在的办理记录与封存单不符。请运行 verify_audit 核对。")
        if _unsent_marker(path).exists():
            _mail(seal, path)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(seal.text, encoding="utf-8")
    draft.chmod(0o444)
    draft.replace(path)
    if settings.AUDIT_MAIL:
        _mail(seal, path)
    return path


def _unsent_marker(path: Path) -> Path:
    return path.with_suffix(".unsent")


def _mail(seal: Seal, path: Path) -> None:
    _unsent_marker(path).touch()
    kept = f"封存单已写在 {path}，但邮件没有发出"
    if not mail_is_configured():
        raise Refused(f"{kept}：{UNSET}。设置后再封存一次这一天，或者打印封存单。")
    try:
        send_mail(f"办理记录封存单 {seal.day}", seal.text, None, settings.AUDIT_MAIL)
    except FAILURES as error:
        raise Refused(f"{kept}：邮件服务器没有接受。请检查 EMAIL_URL 和邮件服务器，再封存一次这一天。") from error
    _unsent_marker(path).unlink()
