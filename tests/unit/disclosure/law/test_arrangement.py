"""Every paper and letter has its place in the file, and the 档号 is made of what the archive gives."""

import pytest

from disclosure.law.archives.arrangement import (
    ORDER,
    PART_OF_LETTER,
    PART_OF_PAPER,
    archival_code,
    part_of_letter,
)
from disclosure.law.choices.archives import ArchivePart, Retention
from disclosure.law.choices.letters import LetterKind, PaperKind


def test_every_kind_of_letter_and_of_paper_has_its_place():
    assert set(PART_OF_LETTER) == set(LetterKind)
    # Letters are filed as letters; papers of cases lie in the cases' own files.
    assert set(PART_OF_PAPER) == set(PaperKind) - {PaperKind.LETTER, PaperKind.CASE}


def test_the_file_runs_from_the_application_to_the_deliveries():
    kinds = ("receipt", "correction", "third_party_asked", "review_sheet", "reply", "transfer")
    places = [ORDER[part_of_letter(kind)] for kind in kinds]
    assert places == sorted(places)
    assert [ORDER[ArchivePart.ASKED], ORDER[ArchivePart.DELIVERED]] == [0, len(ArchivePart) - 1]


@pytest.mark.parametrize(
    ("fonds", "retention", "code"),
    [
        ("0123", Retention.YEARS_30, "0123-WS·2026-D30-0007"),
        ("A1", Retention.YEARS_10, "A1-WS·2026-D10-0007"),
        ("0123", Retention.PERMANENT, "0123-WS·2026-Y-0007"),
        ("", Retention.PERMANENT, ""),
    ],
)
def test_archival_code(fonds, retention, code):
    assert archival_code(fonds, 2026, retention, 7) == code
