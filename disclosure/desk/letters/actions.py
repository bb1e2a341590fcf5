"""文书: making, sending and discarding a letter. What was sent is kept byte for byte."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from disclosure.desk.accounts.access import require_act
from disclosure.desk.applications.deadlines import progress_of, timeline_of
from disclosure.desk.applications.papers import SEE_APPLICANT, keep_paper
from disclosure.desk.applications.sending import send_reply
from disclosure.desk.audit.log import note
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.locking import lock, lock_authority
from disclosure.desk.common.records import Actor, require_valid
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.choices.applications import Delivery
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.law.clock import reopened_on
from disclosure.law.letters.kinds import INSIDE, is_numbered, title
from disclosure.models import Application, Authority, Letter, LetterTemplate, Paper, Party, Verb
from disclosure.rendering.letters import Unfit, default_template, fill, filled, pdf
from disclosure.rendering.letters.fields import Value

from .values import values_for

ONCE = (LetterKind.REPLY,)  # what is to be added afterwards goes out as a 补充答复书


@transaction.atomic
def make_letter(
    *,
    application: Application,
    kind: LetterKind | str,
    by: Actor,
    on: date,
    party: Party | None = None,
    said: Mapping[str, str] | None = None,
) -> Letter:
    """Make a letter as of a day, with its number, as DOCX and PDF, kept encrypted; raises Refused.

    Changes nothing of the application: no step, no outcome. `said`: answers to `letter_parts.parts_for`.
    """
    kind = LetterKind(kind)
    _require_right("生成文书", application, by)
    # Held to the end: numbers without gaps or doubles. Also the office's names and template as they are now.
    authority = lock_authority(application.authority)
    application = _fresh(application, authority)
    _require_first(application, kind)
    number = next_number(authority, on.year) if is_numbered(kind) else ""
    values = values_for(application, kind, on=on, party=party, said=said, number=number, by=by)
    name = f"{title(kind)}{number}"
    try:
        content, printed = _printed(authority, kind, name, values)
    except Unfit as error:
        raise Refused(f"《{kind.label}》的模板不能用：{error}") from error
    letter = Letter(application=application, kind=kind, number=number, dated_on=on, party=party)
    letter.made_by_id = getattr(by, "pk", None)
    letter.docx = _kept(application, f"{name}.docx", content, FileKind.WORD, by)
    letter.pdf = _kept(application, f"{name}.pdf", printed, FileKind.PDF, by)
    require_valid(letter)
    letter.save()
    note(Verb.LETTER, application, {f"文书「{letter}」": ["", "已生成"]}, by=by)
    return letter


@transaction.atomic
def discard_letter(*, letter: Letter, by: Actor) -> None:
    """Delete a letter that was not sent; its number goes to the next one. Raises Refused."""
    _require_right("作废文书", letter.application, by)
    letter = _held(letter)
    if letter.sent_on:
        raise Refused(f"文书「{letter}」已于 {letter.sent_on} 发出，不能作废。有遗漏或者错误的，请另行生成文书更正。")
    papers = [paper for paper in (letter.docx, letter.pdf) if paper]
    note(Verb.LETTER, letter.application, {f"文书「{letter}」": ["已生成", "已作废"]}, by=by)
    letter.delete()
    for paper in papers:
        paper.delete()
        transaction.on_commit(partial(default_storage.delete, str(paper.file.name)))


@transaction.atomic
def send_letter(*, letter: Letter, by: Actor, on: date, how: Delivery | str) -> Letter:
    """Record how and when a letter was sent; from then on it never changes. Raises Refused.

    With the 答复书 the reply itself has gone out: the application's step is written on the same day.
    """
    _require_right("发出文书", letter.application, by)
    letter = _held(letter)
    if letter.kind in INSIDE:
        raise Refused(f"「{letter}」是内部使用的，不对外发出。")
    if letter.sent_on:
        raise Refused(f"文书「{letter}」已于 {letter.sent_on} 发出，不必再次登记。")
    if on < letter.dated_on:
        raise Refused(f"发出日期 {on} 早于落款日期 {letter.dated_on}，请核对。")
    letter.sent_on, letter.sent_by = on, str(how)
    require_valid(letter)
    letter.save(update_fields=["sent_on", "sent_by"])
    note(Verb.SEND, letter.application, {f"文书「{letter}」": ["已生成", f"{on} 以{Delivery(how).label}发出"]}, by=by)
    if letter.kind == LetterKind.REPLY and _is_unsent(letter.application):
        send_reply(application=letter.application, by=by, on=on, how=f"{letter}，{Delivery(how).label}")
    return letter


def _is_unsent(application: Application) -> bool:
    return progress_of(application, timeline_of(application, load_calendar())).is_unsent


def template_of(authority: Authority, kind: LetterKind) -> bytes:
    """The authority's own template, or the default."""
    return _own_template(authority, kind) or default_template(kind)


def _own_template(authority: Authority, kind: LetterKind) -> bytes | None:
    own = LetterTemplate.objects.filter(authority=authority, kind=kind).values_list("content", flat=True).first()
    return None if own is None else bytes(own)


def _printed(authority: Authority, kind: LetterKind, name: str, values: Mapping[str, Value]) -> tuple[bytes, bytes]:
    """Render as DOCX and PDF; an office's own template is treated as a file from outside. Raises Unfit."""
    own = _own_template(authority, kind)
    if own is not None:
        return filled(own, name, values)
    content = fill(default_template(kind), values)
    return content, pdf(content, name)


def next_number(authority: Authority, year: int) -> str:
    """「金镇依申请〔2026〕3号」: the lowest number of the year that no letter has. Under the authority's lock.

    The word may change within a year, the count goes on.
    """
    letters = Letter.objects.filter(application__authority=authority, number__contains=f"依申请〔{year}〕")
    taken = {int(match[1]) for one in letters.values_list("number", flat=True) if (match := _NUMBER.search(one))}
    free = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return f"{authority.letter_word or authority.code}依申请〔{year}〕{free}号"


_NUMBER = re.compile(r"〕([0-9]{1,9})号$")


def _require_right(act: str, application: Application, by: Actor) -> None:
    if not (by.has_perm("disclosure.change_application") and by.has_perm(SEE_APPLICANT)):
        raise Refused(f"您没有{act}的权限，请与管理员联系。")
    require_act(by, application)


def _fresh(application: Application, authority: Authority) -> Application:
    fresh = Application.objects.select_related("handler").prefetch_related("steps").get(pk=application.pk)
    fresh.authority = authority
    return fresh


def _held(letter: Letter) -> Letter:
    """Reload the letter under a lock; somebody may have discarded it."""
    return lock(Letter.objects.all(), letter, "这份文书已经作废，请刷新页面。")


def _require_first(application: Application, kind: LetterKind) -> None:
    """Refuse a second reply, unless the application was reopened since the first."""
    again = reopened_on(application.steps.all()) or date.min
    sent = application.letters.filter(kind=kind, sent_on__gte=again).first() if kind in ONCE else None
    if sent:
        raise Refused(f"「{sent}」已于 {sent.sent_on} 发出。需要补充的，请生成补充答复书。")


def _kept(application: Application, name: str, data: bytes, kind: FileKind, by: object) -> Paper:
    return keep_paper(of=application, kind=PaperKind.LETTER, name=name, data=data, media_type=kind.content_type, by=by)
