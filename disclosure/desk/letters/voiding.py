"""作废: a letter that should not be, with its reason; it keeps its number, and its files say on top that it is void.

What was decided and told stays: no step and no outcome of the application changes. A reply that went out is the
decision itself: it is set aside by taking the application up again (重新办理), after which its letter may be marked, or
completed by a 补充答复书. Of another letter that went out the step stays as well, since the recipient has read it.
"""

from datetime import date
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from disclosure.desk.applications.evidence import DELIVERED_LETTERS
from disclosure.desk.audit.log import note
from disclosure.desk.common.records import Actor, require_valid
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import reopened_on
from disclosure.law.clock.words import day
from disclosure.models import Letter, Paper, Verb
from disclosure.rendering.letters import Unfit, marked

from .storing import is_unsent, keep_file, locked_letter, require_right

# Decisions: what they say holds until it is decided anew.
DECISIONS = (LetterKind.REPLY, LetterKind.SUPPLEMENT, LetterKind.THIRD_PARTY_TOLD)


@transaction.atomic
def void_letter(*, letter: Letter, by: Actor, on: date, reason: str) -> Letter:
    """Mark a letter as void, on the day `on`. Raises Refused without a reason, and for a decision that went out.

    Its number is given to no other letter; the letter is due again where its step asks for it.
    """
    require_right("作废文书", letter.application, by)
    letter = locked_letter(letter)
    _require_voidable(letter, on)
    if not (reason := " ".join(reason.split())):
        raise Refused("请填写作废原因，作废的文书保留文号，登记簿里要说明为什么作废。")
    was = "已发出" if letter.sent_on else "已生成"
    letter.voided_on, letter.void_reason = on, reason
    _mark_files(letter, by)
    require_valid(letter)
    letter.save(update_fields=["voided_on", "void_reason", "docx", "pdf"])
    note(Verb.LETTER, letter.application, {f"文书「{letter}」": [was, f"{on} 作废，保留文号"]}, by=by)
    return letter


def _require_voidable(letter: Letter, on: date) -> None:
    if letter.voided_on:
        raise Refused(f"文书「{letter}」已于 {letter.voided_on} 作废。")
    if on < (letter.sent_on or letter.dated_on):
        raise Refused(f"作废日期 {on} 早于文书的落款或者发出日期，请核对。")
    if letter.sent_on is None:
        return
    _require_undelivered(letter)
    if letter.kind not in DECISIONS:
        return
    again = reopened_on(letter.application.steps.all())
    was_set_aside = again is not None and again >= letter.sent_on
    # 更正登记 took the step 答复发出 away: it was entered by mistake, and the letter never went out.
    if was_set_aside or (letter.kind == LetterKind.REPLY and is_unsent(letter.application)):
        return
    raise Refused(
        f"文书「{letter}」已于 {letter.sent_on} 发出，不能作废。答复有错误的，请「重新办理」；"
        "有遗漏的，请生成补充答复书；并没有发出、登记有误的，请先「更正登记」删除「答复发出」。"
    )


def _require_undelivered(letter: Letter) -> None:
    """Refuse where a period runs from the delivery of this letter, which would be one of nothing then."""
    delivery = next((step for step, kind in DELIVERED_LETTERS.items() if kind == letter.kind), None)
    if delivery is None:
        return
    steps = letter.application.steps.filter(kind=delivery, on__gte=letter.sent_on)
    is_delivered = letter.party.delivered_on is not None if letter.party else steps.exists()
    if is_delivered:
        raise Refused(f"文书「{letter}」已经登记送达，期限从送达起算，不能作废；登记有误的，请先「更正登记」删除送达。")


def _mark_files(letter: Letter, by: Actor) -> None:
    """Put the mark on top of the stored files; without files, which were erased, there is nothing to mark."""
    if not letter.docx.file:
        return
    sent = f"，此前已于{day(letter.sent_on)}发出" if letter.sent_on else ""
    reason = letter.void_reason.rstrip("。")
    words = f"作废　本文书于{day(letter.voided_on or letter.dated_on)}作废{sent}。原因：{reason}。"
    name = letter.docx.name.removesuffix(".docx")
    try:
        content, printed = marked(letter.docx.read(), name, words)
    except Unfit as error:
        raise Refused(f"文书「{letter}」的文件不能加注作废：{error}") from error
    # What somebody holds is kept as it was sent, among the papers.
    before = [] if letter.sent_on else [paper for paper in (letter.docx, letter.pdf) if paper]
    application = letter.application
    letter.docx = keep_file(application, f"{name}（作废）.docx", content, FileKind.WORD, by)
    letter.pdf = keep_file(application, f"{name}（作废）.pdf", printed, FileKind.PDF, by)
    letter.save(update_fields=["docx", "pdf"])
    for paper in before:
        _delete(paper)


def _delete(paper: Paper) -> None:
    paper.delete()
    transaction.on_commit(partial(default_storage.delete, str(paper.file.name)))
