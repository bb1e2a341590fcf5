"""卷内文件: what lies in the file of an application, in its order (条例 art. 45; DA/T 22-2015).

Everything sent and received, and what the record itself holds of the application, its consultations, approvals, fees,
steps and deliveries. What was made and never sent is not part of the file; the remarks say how much that is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from disclosure.law.archives.arrangement import ORDER, PART_OF_PAPER, part_of_letter
from disclosure.law.choices.archives import ArchivePart
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.law.letters.kinds import INSIDE
from disclosure.models import Application, Letter, Paper

from .record_pages import approvals, asked, consultations, course

FORMS_SENT_ALONG = (LetterKind.THIRD_PARTY_FORM,)  # enclosed with a letter, not sent by themselves
GONE = "已按保存期限清除，没有文件"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of the file. Exactly one of `page` (made by the program) and `paper` (kept) says where it comes from.

    `original`: another kept form of the same, which goes in beside it. `note`: what the index says about it.
    """

    part: ArchivePart
    on: date
    title: str
    author: str
    number: str = ""
    note: str = ""
    page: Callable[[], bytes] | None = None
    paper: Paper | None = None
    original: Paper | None = None

    @property
    def is_ours(self) -> bool:
        """Whether this program set the pages of its paper."""
        return self.paper is not None and self.paper.kind == PaperKind.LETTER

    @property
    def is_gone(self) -> bool:
        return self.paper is not None and not self.paper.file


def documents_of(application: Application) -> list[Document]:
    """The papers of the file in order; no query where `packing.loaded` has fetched what belongs to it."""
    found = [*_pages(application), *_papers(application), *_letters(application)]
    return sorted(found, key=lambda one: (ORDER[one.part], one.on))  # stable: pages of the record come first


def unsent_letters(application: Application) -> int:
    return sum(not _is_of_file(letter) for letter in application.letters.all())


def _pages(application: Application) -> Iterator[Document]:
    office, first = application.authority.name, application.received_on or date.min
    last = application.settled_on or first
    yield Document(
        ArchivePart.ASKED, first, "政府信息公开申请（登记内容）", application.applicant, page=lambda: asked(application)
    )
    if application.parties.all():
        made = Document(
            ArchivePart.CONSULTED, last, "征求意见情况", office, page=lambda: consultations(application, last)
        )
        yield made
    if application.opinions.all():
        yield Document(ArchivePart.APPROVED, last, "办理意见和审批", office, page=lambda: approvals(application, last))
    yield Document(
        ArchivePart.DELIVERED, last, "办理过程、发出和送达记录", office, page=lambda: course(application, last)
    )


def _papers(application: Application) -> Iterator[Document]:
    for paper in application.papers.all():
        if paper.kind == PaperKind.LETTER:
            continue
        kind = PaperKind(paper.kind)
        author = {
            PaperKind.IDENTITY: application.applicant,
            PaperKind.GIVEN: application.applicant,
            PaperKind.PARTY: "被征求意见方",
        }.get(kind, application.authority.name)
        part = PART_OF_PAPER.get(kind, ArchivePart.DELIVERED)
        yield Document(part, localdate(paper.added_at), str(kind.label), author, paper=paper)


def _letters(application: Application) -> Iterator[Document]:
    for letter in application.letters.all():
        if not _is_of_file(letter):
            continue
        printed = letter.pdf or letter.docx
        yield Document(
            part_of_letter(letter.kind),
            letter.dated_on,
            str(LetterKind(letter.kind).label),
            application.authority.name,
            letter.number,
            note_of(letter),
            paper=printed,
            original=letter.docx if letter.pdf else None,
        )


def _is_of_file(letter: Letter) -> bool:
    """What went out or was used inside; and what was voided with a number, which would be missing otherwise."""
    is_used = bool(letter.sent_on) or letter.kind in INSIDE or letter.kind in FORMS_SENT_ALONG
    return is_used or bool(letter.voided_on and letter.number)


def note_of(letter: Letter) -> str:
    """What the index says of a letter: how it went out, and whether it is void. Its files say the latter as well."""
    void = f"已于 {letter.voided_on} 作废：{letter.void_reason}" if letter.voided_on else ""
    return "；".join(part for part in (_way(letter), void) if part)


def _way(letter: Letter) -> str:
    if letter.sent_on:
        return f"{letter.sent_on} 以{letter.get_sent_by_display()}发出"
    if letter.kind in INSIDE:
        return "内部使用"
    return "随征求意见书送达" if letter.kind in FORMS_SENT_ALONG else "没有发出"
