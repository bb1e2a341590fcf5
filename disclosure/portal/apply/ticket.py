"""Sealed tickets of the application form and its receipt: only this installation can read or make them."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from disclosure.desk.applications.online.codes import new_code
from disclosure.errors import WrongKey
from disclosure.models import Authority
from disclosure.models.encryption import decrypt, encrypt

from .sum_question import is_sum

SHORTEST_SECONDS = 3  # seconds: nobody fills the form in faster
LONGEST_SECONDS = 24 * 60 * 60  # seconds that a form stays good
RECEIPT_SECONDS = 2 * 60 * 60  # seconds that the address of a receipt shows it
PROGRESS_SECONDS = 30 * 60  # seconds that letters can be had from a page of progress

_TO_ADDRESS, _FROM_ADDRESS = str.maketrans("+/:", "-_."), str.maketrans("-_.", "+/:")


def seal(facts: dict[str, Any], purpose: str) -> str:
    """Encrypt `facts` as text that fits into an address; `unseal` needs the same purpose."""
    return encrypt(json.dumps(facts), purpose).translate(_TO_ADDRESS)


def unseal(text: str, purpose: str) -> dict[str, Any] | None:
    """Return the sealed facts, or None for anything else."""
    try:
        facts: dict[str, Any] = json.loads(decrypt(text.translate(_FROM_ADDRESS), purpose))
    except WrongKey:
        return None
    return facts


@dataclass(frozen=True, slots=True)
class Ticket:
    """Of one form of one authority: what it becomes when it is sent, and the sum that tells people from programs.

    `submission`: makes a form sent twice one application. `code`: the application's query code, drawn beforehand, so
    that a form sent twice shows the same one although only its hash is kept. `at`: seconds since 1970.
    """

    authority: int
    submission: str
    code: str
    first: int
    second: int
    at: int

    PURPOSE: ClassVar[str] = "portal.apply.ticket"

    @classmethod
    def new(cls, authority: Authority, at: datetime) -> Self:
        """Make the ticket of a form that is shown now."""
        first, second = (secrets.randbelow(8) + 2 for _ in range(2))
        return cls(authority.pk, secrets.token_hex(16), new_code(), first, second, int(at.timestamp()))

    @classmethod
    def opened(cls, text: str, authority: Authority) -> Self | None:
        """Read the ticket that a form carries; None where it is not one of this authority."""
        facts = unseal(text, cls.PURPOSE)
        ticket = cls(**facts) if facts else None
        return ticket if ticket and ticket.authority == authority.pk else None

    @property
    def sealed(self) -> str:
        return seal(asdict(self), self.PURPOSE)

    def is_answered_by(self, text: str) -> bool:
        return is_sum(text, self.first, self.second)

    def age(self, at: datetime) -> float:
        """Return the seconds since the page was shown."""
        return at.timestamp() - self.at


@dataclass(frozen=True, slots=True)
class ReceiptTicket:
    """The sealed content of a receipt's address: application, query code, time."""

    application: int
    code: str
    at: int

    PURPOSE: ClassVar[str] = "portal.apply.receipt"

    @classmethod
    def opened(cls, text: str, at: datetime) -> Self | None:
        """Read the ticket; None where it is not one of the last two hours."""
        facts = unseal(text, cls.PURPOSE)
        receipt = cls(**facts) if facts else None
        return receipt if receipt and 0 <= at.timestamp() - receipt.at <= RECEIPT_SECONDS else None

    @property
    def sealed(self) -> str:
        return seal(asdict(self), self.PURPOSE)


@dataclass(frozen=True, slots=True)
class ProgressTicket:
    """Number and query code, sealed in the page of progress, which does not show the code itself."""

    authority: int
    number: str
    code: str
    at: int

    PURPOSE: ClassVar[str] = "portal.apply.following"

    @classmethod
    def opened(cls, text: str, authority: Authority, at: datetime) -> Self | None:
        """Read the ticket; None where it is not one of this authority, of the last half hour."""
        facts = unseal(text, cls.PURPOSE)
        one = cls(**facts) if facts else None
        return (
            one if one and one.authority == authority.pk and 0 <= at.timestamp() - one.at <= PROGRESS_SECONDS else None
        )

    @property
    def sealed(self) -> str:
        return seal(asdict(self), self.PURPOSE)
