"""What is stored. Every record belongs to an authority; every field declares who may see it."""

from .act import Act, ActArchive, ActChannel, ActHead, Verb
from .application import Application
from .archive import ArchivedFile, ArchivePackage
from .attachment import Attachment, Picture
from .attempt import AttemptCount
from .authority import Authority
from .base import OwnedQuerySet, Record, Visibility
from .case import Case, Hearing
from .catalogue import Category
from .concern import Complaint, RecordCorrection
from .first_start import DemoRecord, SetupCode
from .grant import Grant
from .handling import Fee, Needless, Opinion, Party
from .item import Item
from .matter import Decision, FeeReceipt, Matter, Procurement
from .paper import Letter, LetterTemplate, Paper
from .pending import PendingImport, PendingPaper
from .person import KnownDevice, PasswordRecord, SignInPlace, User
from .review import ItemLink, ItemRevision, Justification, OldAddress, Remark, Review
from .search import SearchDocument
from .step import Step
from .watch import DayCorrection, DeadLink

__all__ = [
    "Act",
    "ActArchive",
    "ActChannel",
    "ActHead",
    "Application",
    "ArchivePackage",
    "ArchivedFile",
    "Attachment",
    "AttemptCount",
    "Authority",
    "Case",
    "Category",
    "Complaint",
    "DayCorrection",
    "DeadLink",
    "Decision",
    "DemoRecord",
    "Fee",
    "FeeReceipt",
    "Grant",
    "Hearing",
    "Item",
    "ItemLink",
    "ItemRevision",
    "Justification",
    "KnownDevice",
    "Letter",
    "LetterTemplate",
    "Matter",
    "Needless",
    "OldAddress",
    "Opinion",
    "OwnedQuerySet",
    "Paper",
    "Party",
    "PasswordRecord",
    "PendingImport",
    "PendingPaper",
    "Picture",
    "Procurement",
    "Record",
    "RecordCorrection",
    "Remark",
    "Review",
    "SearchDocument",
    "SetupCode",
    "SignInPlace",
    "Step",
    "User",
    "Verb",
    "Visibility",
]
