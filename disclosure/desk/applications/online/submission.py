"""What citizens do themselves: sending an application online, and asking how far it is (条例 art. 29, 31).

The query code is known to the applicant alone: it is shown once, mailed if they gave an address, and kept as a slow
hash (`codes`), so that whoever reads the database cannot ask in their place.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate, localtime

from disclosure.desk.accounts.access import require_act
from disclosure.desk.applications.deadlines import timeline_of
from disclosure.desk.applications.papers import NewPaper, keep_paper, with_papers
from disclosure.desk.audit.actor import acting, nobody
from disclosure.desk.audit.log import note, save_recorded
from disclosure.desk.audit.mail import UNSET, mail_is_configured, send_or_note
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.locking import lock, lock_authority
from disclosure.desk.common.numbering import ApplicationNumbers
from disclosure.desk.common.records import Actor, require_valid
from disclosure.errors import Refused
from disclosure.law.applications.applicant_words import STATES, Ended, meaning
from disclosure.law.choices.applications import Channel, StepKind
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.models import Act, Application, Authority, Letter, Verb

from .codes import code_hash, in_groups, is_code, is_keyed, new_code
from .downloads import Download, Granted, granted_files, read_granted, read_sent, sent_letters

RECEIPT_MAIL = "登记回执"
TELL = "确认收到时请告知申请编号；申请人没有记下查询码的，可以重新生成。"

# Steps between the office and the applicant; whom else it asks is told by letter, in its words.
TOLD = (StepKind.CORRECTION_ASKED, StepKind.CORRECTED, StepKind.EXTENDED, StepKind.FEE_NOTICED, StepKind.FEE_PAID)


def folded(text: str) -> str:
    """Fold typed text to half-width characters without surrounding blanks."""
    return unicodedata.normalize("NFKC", text).strip()


# --- Sending --------------------------------------------------------------------


def sent_before(authority: Authority, submission: str) -> Application | None:
    """The application already sent with this form, or None."""
    found: Application | None = Application.objects.filter(authority=authority, submission=submission).first()
    return found


def submit(
    application: Application,
    *,
    submission: str,
    code: str,
    at: datetime,
    track_address: str,
    papers: Sequence[NewPaper] = (),
) -> tuple[Application, bool]:
    """Store an online application with its number and audit entry, and mail number and code to its address.

    Not yet received in the sense of art. 31: it has no date of receipt before the office confirms it. `submission`: of
    the form it was sent with; a form sent twice is one application, and False is answered with it. `papers` prove who
    the applicant is (art. 29(2)(1)); they are kept with the application, or neither is. Raises Refused.
    """
    with with_papers() as kept:
        # The second of two at once waits here, and then finds the first.
        authority = lock_authority(application.authority)
        if before := sent_before(authority, submission):
            return before, False
        application.authority, application.channel, application.received_on = authority, Channel.INTERNET, None
        application.submission, application.submitted_at, application.is_handled_here = submission, at, True
        application.code_hash = code_hash(code)
        application.number = ApplicationNumbers(authority).next(localdate(at).year)
        require_valid(application, exclude=["received_on"])
        # Whoever sends it is no staff: neither who is signed in nor from where belongs into the record of acts.
        with acting(user=nobody, name="申请人（网上提交）", address=""):
            save_recorded(application)
            for paper in papers:
                kept.append(keep_paper(of=application, kind=PaperKind.IDENTITY, **paper.arguments))
        if application.email and mail_is_configured():
            transaction.on_commit(partial(_tell, application, code, track_address))
    return application, True


def _tell(application: Application, code: str, track_address: str) -> None:
    """Mail number and code; a failure stops nobody, since both are on the receipt and the desk is told."""
    send_or_note(_letter(application, code, track_address).send, about=application, what=RECEIPT_MAIL)


def _letter(application: Application, code: str, track_address: str) -> EmailMessage:
    name, day = application.authority.name, localtime(application.submitted_at)
    text = (
        f"您于 {day:%Y-%m-%d %H:%M} 在网上向{name}提交的政府信息公开申请已经登记。\n\n"
        f"申请编号：{application.number}\n查询码：{in_groups(code)}\n\n"
        f"凭申请编号和查询码，可以查询办理进度：\n{track_address}\n\n"
        "本机关会与您确认收到申请，确认之日为收到申请之日，自收到之日起二十个工作日内答复。\n"
        "请妥善保管查询码，不要告诉他人。本邮件由系统发出，请不要直接回复。\n"
    )
    return EmailMessage(f"【{name}】政府信息公开申请已登记", text, None, [application.email])


def why_unmailed(application: Application) -> str:
    """Say what to do where an applicant was not told by mail; empty where they were, or gave no address."""
    if application.submitted_at is None or not application.email:
        return ""
    if Act.objects.about(application).filter(verb=Verb.UNSENT).exists():
        return f"登记回执邮件没有发出：邮件服务器没有接受。{TELL}"
    return "" if mail_is_configured() else f"登记回执没有以邮件发给申请人：{UNSET}。{TELL}"


# --- For those who came another way ---------------------------------------------


@transaction.atomic
def give_code(*, application: Application, by: Actor) -> str:
    """Make a query code for an application that staff entered, or whose code is lost. Raises Refused.

    Shown once and kept as a hash, as an online one's; the code it had is void from now on. Whoever has it reads the
    letters, so it is given out by those alone who see applicants.
    """
    if not (by.has_perm("disclosure.change_application") and by.has_perm("disclosure.see_applicant")):
        raise Refused("您没有生成查询码的权限，请与管理员联系。")
    require_act(by, application)
    application = lock(Application.objects.all(), application, "这件申请已不存在，可能已被删除。")
    if application.erased_on:
        raise Refused(f"申请「{application}」的个人信息已于 {application.erased_on} 清除，不能再生成查询码。")
    code, had = new_code(), bool(application.code_hash)
    application.code_hash = code_hash(code)
    application.save(update_fields=["code_hash"])
    note(Verb.HANDLE, application, {"查询码": ["有" if had else "", "重新生成" if had else "生成"]}, by=by)
    return code


# --- Asking how far it is -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """An application as its applicant sees it. `told`: what they were asked and told, and when.

    `says`: what the state, or the outcome of a reply that was sent, means for them. `granted`: the files given out.
    """

    application: Application
    state: str
    says: str
    is_ended: bool
    told: list[tuple[str, date]]
    letters: list[Letter]
    granted: Granted | None


def found_by_code(*, authority: Authority, number: str, code: str) -> Application | None:
    """Find an application by number and code; None where either is wrong. Decrypts nothing."""
    found = Application.objects.filter(authority=authority, number=folded(number))
    application, typed = found.defer(*Application.PERSONAL, "content").first(), folded(code)
    if not is_code(typed, application.code_hash if application else "") or application is None:
        return None
    if is_keyed(application.code_hash):  # now that the code is here, it need no longer hang on a key
        found.filter(code_hash=application.code_hash).update(code_hash=code_hash(typed))
    application.authority = authority
    return application


def progress(*, authority: Authority, number: str, code: str, today: date) -> Progress | None:
    """The progress of an application; None where number or code is wrong, alike."""
    application = found_by_code(authority=authority, number=number, code=code)
    if application is None:
        return None
    prefetch_related_objects([application], "steps")
    calendar = load_calendar()
    timeline = timeline_of(application, calendar)
    letters = list(sent_letters(application))
    has_reply = any(letter.kind == LetterKind.REPLY for letter in letters)
    ended = Ended(application.outcome, is_public_already=application.is_public_already, has_reply=has_reply)
    return Progress(
        application,
        STATES[timeline.standing],
        meaning(timeline, ended, today, calendar),
        bool(application.concluded_on and timeline.settled_on),
        [(step.get_kind_display(), step.on) for step in application.steps.all() if step.kind in TOLD],
        letters,
        granted_files(application, timeline, today),
    )


def letter_by_code(*, authority: Authority, number: str, code: str, letter: int, file_format: str) -> Download | None:
    """A letter sent to the applicant, as PDF or DOCX; None where number, code or letter is wrong."""
    application = found_by_code(authority=authority, number=number, code=code)
    return read_sent(application=application, letter=letter, file_format=file_format) if application else None


def file_by_code(*, authority: Authority, number: str, code: str, paper: int, today: date) -> Download | None:
    """A file granted with the reply; None where number, code or file is wrong, or the time to download it is over."""
    application = found_by_code(authority=authority, number=number, code=code)
    if application is None:
        return None
    granted = granted_files(application, timeline_of(application, load_calendar()), today)
    return read_granted(application=application, granted=granted, paper=paper)
