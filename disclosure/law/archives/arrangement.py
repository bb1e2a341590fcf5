"""Where each paper and letter lies in the file of an application, and how the file is numbered."""

from disclosure.law.choices.archives import ArchivePart, Retention
from disclosure.law.choices.letters import LetterKind, PaperKind

P, K = ArchivePart, LetterKind

ORDER = {part: place for place, part in enumerate(ArchivePart)}
PART_OF_PAPER: dict[PaperKind, ArchivePart] = {
    PaperKind.IDENTITY: P.ASKED,
    PaperKind.GIVEN: P.ASKED,
    PaperKind.PARTY: P.CONSULTED,
    PaperKind.REPLY: P.REPLIED,
    PaperKind.EVIDENCE: P.DELIVERED,
}
PART_OF_LETTER: dict[LetterKind, ArchivePart] = {
    K.RECEIPT: P.REGISTERED,
    K.REGISTRATION: P.REGISTERED,
    K.CORRECTION: P.TOLD,
    K.REASONS: P.TOLD,
    K.EXTENSION: P.TOLD,
    K.FEE_NOTICE: P.TOLD,
    K.ASKING_NOTICE: P.TOLD,
    K.THIRD_PARTY_ASKED: P.CONSULTED,
    K.THIRD_PARTY_FORM: P.CONSULTED,
    K.THIRD_PARTY_TOLD: P.CONSULTED,
    K.AGENCY_ASKED: P.CONSULTED,
    K.ASSISTANCE: P.CONSULTED,
    K.REVIEW_SHEET: P.APPROVED,
    K.REPLY: P.REPLIED,
    K.SUPPLEMENT: P.REPLIED,
    K.TERMINATION: P.REPLIED,
    K.TRANSFER: P.DELIVERED,
}
# DA/T 22-2015 5.4: the codes of 档案门类 (文书) and of the periods.
CLASS = "WS"
PERIOD_CODES = {Retention.PERMANENT: "Y", Retention.YEARS_30: "D30", Retention.YEARS_10: "D10"}


def part_of_letter(kind: str) -> ArchivePart:
    """Return where a letter lies; one of a kind that nobody sorted lies with what was told."""
    return PART_OF_LETTER.get(LetterKind(kind), P.TOLD)


def archival_code(fonds: str, year: int, retention: Retention, piece: int) -> str:
    """Return the 档号, such as 「0123-WS·2026-D30-0007」 (DA/T 22-2015 5.4); empty without a 全宗号."""
    return f"{fonds}-{CLASS}·{year}-{PERIOD_CODES[retention]}-{piece:04}" if fonds else ""
