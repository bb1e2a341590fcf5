"""文书 that went out to an applicant, as the applicant reads them again: with the query code, each time recorded."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from disclosure.desk.audit.actor import acting, nobody
from disclosure.desk.audit.log import note
from disclosure.law.choices.letters import TO_APPLICANT
from disclosure.models import Application, Letter, Verb

FORMATS = {"pdf": "pdf", "docx": "docx"}  # of a download → the paper of the letter


@dataclass(frozen=True, slots=True)
class Download:
    """A decrypted file. `name` contains no personal data."""

    name: str
    media_type: str
    data: bytes


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
    found = sent_letters(application).filter(pk=letter).select_related(*FORMATS.values()).first()
    paper = getattr(found, FORMATS[file_format]) if found else None
    if found is None or paper is None or not paper.file:
        return None
    data = paper.read()
    with acting(user=nobody, name="申请人（凭查询码）", address=""):
        note(Verb.LOOK, application, {f"文书「{found}」": ["", f"申请人下载 {file_format.upper()}"]})
    return Download(f"{found.get_kind_display()}-{application.number}.{file_format}", paper.media_type, data)
