"""文书: making and sending a letter. What was sent is kept byte for byte; `voiding` marks what should not be."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from disclosure.desk.applications.sending import send_reply
from disclosure.desk.applications.telling import TELLS, letter_went_out
from disclosure.desk.applications.workflow import require_reason
from disclosure.desk.audit.log import note
from disclosure.desk.common.locking import lock_authority
from disclosure.desk.common.records import Actor, require_valid
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry, is_late_entry
from disclosure.law.choices.applications import Delivery, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import reopened_on
from disclosure.law.letters.kinds import INSIDE, is_numbered, title
from disclosure.models import Application, Authority, Letter, LetterTemplate, Party, Verb
from disclosure.rendering.letters import Unfit, default_template, fill, filled, pdf
from disclosure.rendering.letters.fields import Value

from .numbering import next_number
from .state import require_not_overtaken
from .storing import is_unsent, keep_file, locked_letter, require_right
from .values import values_for
from .voiding import void_letter

__all__ = ["make_letter", "send_letter", "template_of", "void_letter"]

ANSWERS = (LetterKind.REPLY, LetterKind.SUPPLEMENT)
ONCE = (LetterKind.REPLY,)  # what is to be added afterwards goes out as a 补充答复书


@transaction.atomic
def make_letter(
    *,
    application: Application,
    kind: LetterKind | str,
    by: Actor,
    on: date,
    today: date,
    party: Party | None = None,
    said: Mapping[str, str] | None = None,
) -> Letter:
    """Make a letter dated `on`, with its number, as DOCX and PDF, kept encrypted; raises Refused.

    Changes nothing of the application: no step, no outcome. `said`: answers to `questions.parts_for`. `today`: no
    letter is dated later.
    """
    kind = LetterKind(kind)
    require_right("生成文书", application, by)
    if on > today:
        raise Refused(f"落款日期 {on} 还没有到，文书不能写将来的日期。")
    # Held to the end: no number is given twice. Also the office's names and template as they are now.
    authority = lock_authority(application.authority)
    application = _fresh(application, authority)
    _require_first(application, kind)
    _require_no_other(application, kind, party)
    _require_no_unsent(application, kind)
    number = next_number(authority, on.year) if is_numbered(kind) else ""
    values = values_for(application, kind, on=on, party=party, said=said, number=number, by=by)
    name = f"{title(kind)}{number}"
    try:
        content, printed = _printed(authority, kind, name, values)
    except Unfit as error:
        raise Refused(f"《{kind.label}》的模板不能用：{error}") from error
    letter = Letter(application=application, kind=kind, number=number, dated_on=on, made_on=today, party=party)
    letter.made_by_id = getattr(by, "pk", None)
    letter.docx = keep_file(application, f"{name}.docx", content, FileKind.WORD, by)
    letter.pdf = keep_file(application, f"{name}.pdf", printed, FileKind.PDF, by)
    require_valid(letter)
    letter.save()
    note(Verb.LETTER, application, {f"文书「{letter}」": ["", "已生成"]}, by=by)
    return letter


@transaction.atomic
def send_letter(
    *,
    letter: Letter,
    by: Actor,
    on: date,
    how: Delivery | str,
    entry: Entry | None = None,
    other_way: str = "",
) -> Letter:
    """Record how and when a letter was sent; from then on it never changes. Raises Refused.

    With the 答复书 the reply itself has gone out: the application's step is written on the same day; the step of
    another letter moves to the day on which somebody was told. `entry`: when it
    is entered, and why then; None: on the day itself. `other_way`: why a reply does not go the way that the applicant
    wants (条例 art. 40).
    """
    require_right("发出文书", letter.application, by)
    letter, entry = locked_letter(letter), entry or Entry(on)
    _require_sendable(letter, on, entry.day)
    require_reason(f"发出{letter.get_kind_display()}", on, entry)
    letter.sent_on, letter.sent_by = on, str(how)
    require_valid(letter)
    _require_wanted_way(letter, Delivery(how), other_way)
    letter.save(update_fields=["sent_on", "sent_by"])
    told = f"{on} 以{Delivery(how).label}发出" + (f"（改用这种方式：{other_way.strip()}）" if other_way.strip() else "")
    told += f"（{entry.day} 补录：{entry.reason.strip()}）" if is_late_entry(on, entry.day) else ""
    note(Verb.SEND, letter.application, {f"文书「{letter}」": ["已生成", told]}, by=by)
    if letter.kind == LetterKind.REPLY and is_unsent(letter.application):
        way = f"{letter}，{Delivery(how).label}"
        send_reply(application=letter.application, by=by, on=on, how=way, letter=letter, entry=entry)
    else:
        kind = LetterKind(letter.kind)
        letter_went_out(application=letter.application, kind=kind, party=letter.party, by=by, on=on, entry=entry)
    return letter


def _require_decision(letter: Letter, on: date) -> None:
    """Refuse a reply that is not of the decision that holds, or that is to have gone out on another day than it did."""
    application = letter.application
    if not application.outcome:
        raise Refused(f"申请「{application}」还没有作出答复决定，答复书不能发出。")
    if application.decided_at and letter.made_at < application.decided_at:
        raise Refused(f"文书「{letter}」是为从前的决定生成的，不能发出。请作废以后重新生成答复书。")
    again = reopened_on(application.steps.all()) or date.min
    typed = [step.on for step in application.steps.all() if step.kind == StepKind.REPLY_SENT and step.entered_on]
    if (sent := [day for day in typed if day > again]) and on not in sent:
        told = f"办理步骤里答复已于 {sent[-1]} 发出"
        raise Refused(f"{told}，答复书的发出日期应是这一天；登记有误的，请呈批「更正登记」。")


def _require_wanted_way(letter: Letter, how: Delivery, other_way: str) -> None:
    """条例 art. 40: the information is given in the way that the applicant wants, unless that cannot be."""
    wanted = letter.application.delivery
    if letter.kind in ANSWERS and wanted and how != wanted and not other_way.strip():
        raise Refused(
            f"申请人要求的是「{Delivery(wanted).label}」，改用「{how.label}」的，请写明原因，并核对收件地址（条例第四十条）。"
        )


def _require_sendable(letter: Letter, on: date, today: date) -> None:
    if letter.kind in INSIDE:
        raise Refused(f"「{letter}」是内部使用的，不对外发出。")
    if letter.voided_on:
        raise Refused(f"文书「{letter}」已于 {letter.voided_on} 作废，不能发出。")
    if letter.sent_on:
        raise Refused(f"文书「{letter}」已于 {letter.sent_on} 发出，不必再次登记。")
    if on < letter.dated_on:
        raise Refused(f"发出日期 {on} 早于落款日期 {letter.dated_on}，请核对。")
    if letter.made_on and on < letter.made_on:
        raise Refused(f"「{letter}」{letter.made_on} 才生成，不能登记为 {on} 发出。")
    if on > today:
        raise Refused(f"发出日期 {on} 还没有到，发出以后再登记。")
    require_not_overtaken(letter)
    if letter.kind == LetterKind.REPLY:
        _require_decision(letter, on)
    _require_first(letter.application, LetterKind(letter.kind))


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


def _fresh(application: Application, authority: Authority) -> Application:
    kept = Application.objects.select_related("handler").prefetch_related("steps", "parties", "opinions", "letters")
    fresh = kept.get(pk=application.pk)
    fresh.authority = authority
    return fresh


def _require_no_other(application: Application, kind: LetterKind, party: Party | None) -> None:
    """Refuse a second notice of what was told, which would leave open from when the period runs."""
    if kind not in TELLS:
        return
    again = reopened_on(application.steps.all()) or date.min
    sent = Letter.objects.valid().filter(application=application, kind=kind, party=party, sent_on__gt=again)
    if letter := sent.first():
        raise Refused(f"「{letter}」已于 {letter.sent_on} 发出，不能再出具一份；写错了的，请先作废。")


def _require_first(application: Application, kind: LetterKind) -> None:
    """Refuse a second reply, unless the application was reopened since the first."""
    if kind not in ONCE:
        return
    again = reopened_on(application.steps.all()) or date.min
    sent = Letter.objects.valid().filter(application=application, kind=kind, sent_on__gt=again).first()
    if sent:
        raise Refused(f"「{sent}」已于 {sent.sent_on} 发出。需要补充的，请生成补充答复书。")


def _require_no_unsent(application: Application, kind: LetterKind) -> None:
    """Refuse a second reply beside one of the same decision that has not gone out: only one of them can."""
    if kind in ONCE and (letter := Letter.objects.of_decision(application).filter(sent_on=None).first()):
        raise Refused(f"「{letter}」已经生成，还没有发出；要改的，请先作废，再重新生成。")
