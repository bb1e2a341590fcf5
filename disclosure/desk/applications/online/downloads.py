"""What an applicant reads with the query code: the letters sent to them, and the files granted with the reply.

Every download is recorded as theirs, without their name or address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from disclosure.desk.audit.actor import acting, nobody
from disclosure.desk.audit.log import note
from disclosure.documents.kinds import CONTENT_TYPES
from disclosure.law.applications.applicant_words import last_download_day
from disclosure.law.applications.outcomes import RELEASED
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import TO_APPLICANT, PaperKind
from disclosure.law.clock import Standing, Timeline
from disclosure.models import Application, Letter, Paper, Verb

FORMATS = {"pdf": "pdf", "docx": "docx"}  # of a download → the paper of the letter
EXTENSIONS = {content_type: kind.value for kind, content_type in CONTENT_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Download:
    """A decrypted file. `name` contains no personal data."""

    name: str
    media_type: str
    data: bytes


# --- Letters --------------------------------------------------------------------


def sent_letters(application: Application) -> QuerySet[Letter]:
    """List the letters sent to the applicant and not voided, in order; never those to others or inside the office."""
    sent = Letter.objects.valid().filter(
        application=application, sent_on__isnull=False, kind__in=TO_APPLICANT, party=None
    )
    return sent.order_by("sent_on", "pk")


@transaction.atomic
def read_sent(*, application: Application, letter: int, file_format: str) -> Download | None:
    """Decrypt one of them for its applicant, logged as theirs; None where there is none.

    Whoever calls has checked the query code. Raises WrongKey or OSError where the file cannot be read.
    """
    if file_format not in FORMATS:
        return None
    sent = sent_letters(application).filter(pk=letter).select_related(*FORMATS.values()).first()
    paper = getattr(sent, FORMATS[file_format]) if sent else None
    if sent is None or paper is None or not paper.file:
        return None
    data = paper.read()
    _note(application, f"文书「{sent}」", file_format.upper())
    return Download(f"{sent.get_kind_display()}-{application.number}.{file_format}", paper.media_type, data)


# --- Files granted --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GrantedFile:
    """A file as the applicant's page lists it; its own name, which may be a person's, is not shown."""

    pk: int
    place: int
    extension: str
    size: int

    def __str__(self) -> str:
        """「答复附件 1（PDF）」."""
        return f"{self.label}（{self.extension.upper()}）" if self.extension else self.label

    @property
    def label(self) -> str:
        return f"{PaperKind.REPLY.label} {self.place}"


@dataclass(frozen=True, slots=True)
class Granted:
    """The files granted with the reply, and the last day on which they can be downloaded."""

    files: Sequence[GrantedFile]
    until: date
    is_over: bool


def granted_files(application: Application, timeline: Timeline, today: date) -> Granted | None:
    """List the files given out with a reply that was sent; None where there are none, or not online. One query at most.

    The authority's `download_days` run from the day on which the reply was sent.
    """
    if application.erased_on or timeline.standing != Standing.CLOSED:
        return None
    until = timeline.sent_on and last_download_day(timeline.sent_on, application.authority.download_days)
    if until is None:
        return None
    papers = Paper.objects.filter(application=application, kind=PaperKind.REPLY).exclude(file="").order_by("pk")
    if again := timeline.reopened_on:  # what was given with the former reply is not given with this one
        papers = papers.filter(added_at__date__gte=again)
    if application.outcome not in RELEASED:  # nothing but the reply itself, where it was made elsewhere
        sent = application.steps.filter(kind=StepKind.REPLY_SENT)
        papers = papers.filter(pk__in=sent.values("evidence"))
    files = [
        GrantedFile(pk, place, EXTENSIONS.get(media_type, ""), size)
        for place, (pk, media_type, size) in enumerate(papers.values_list("pk", "media_type", "size"), 1)
    ]
    return Granted(files, until, until < today) if files else None


@transaction.atomic
def read_granted(*, application: Application, granted: Granted | None, paper: int) -> Download | None:
    """Decrypt one of the granted files for its applicant, logged as theirs; None where it is none of them, or too late.

    Whoever calls has checked the query code. Raises WrongKey or OSError where the file cannot be read.
    """
    if granted is None or granted.is_over:
        return None
    file = next((one for one in granted.files if one.pk == paper), None)
    if file is None:
        return None
    stored = Paper.objects.get(pk=file.pk)
    data = stored.read()
    _note(application, f"材料「{file.label}」", file.extension.upper())
    name = f"{file.label.replace(' ', '')}-{application.number}"
    return Download(f"{name}.{file.extension}" if file.extension else name, stored.media_type, data)


def _note(application: Application, what: str, file_format: str) -> None:
    with acting(user=nobody, name="申请人（凭查询码）", address=""):
        note(Verb.LOOK, application, {what: ["", f"申请人下载 {file_format}".strip()]})
