"""What is known of a file while it is packed: each paper with its place, and the file as a whole."""

from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.archives import Retention
from disclosure.models import Application

from .documents import Document


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper as it lies in the package. `path`: its PDF/A, or the original where there is none; empty where gone."""

    document: Document
    place: int
    path: str = ""
    pages: int = 0
    first_page: int = 0
    format: str = ""
    note: str = ""
    original: str = ""
    is_original_only: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file of an application as a whole. `pages`: of all papers; `day`: when it was packed."""

    application: Application
    code: str
    retention: Retention
    year: int
    piece: int
    pages: int
    day: date

    @property
    def title(self) -> str:
        """题名: whose application about what, cut where an index has no room for more."""
        words = " ".join(self.application.content.split())
        about = words if len(words) <= LONGEST_TITLE else f"{words[:LONGEST_TITLE]}……"
        return f"{self.application.applicant}政府信息公开申请（{about}）"


LONGEST_TITLE = 60
