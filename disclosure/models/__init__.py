"""What is kept. Every record belongs to an authority; every field says who may see it."""

from .act import Act, ActArchive, ActHead, Channel, Verb
from .application import Application
from .attachment import Attachment, Picture
from .authority import Authority
from .base import OwnedQuerySet, Record, Visibility
from .case import Case
from .catalogue import Category
from .grant import Grant
from .item import Item
from .matter import Decision, FeeReceipt, Matter, Procurement
from .pending import PendingImport
from .person import PasswordRecord, SignInPlace, User
from .review import ItemLink, ItemRevision, Justification, OldAddress, Remark, Review
from .search import SearchDocument
from .step import Step
from .watch import DayCorrection, DeadLink

__all__ = [
    "Act",
    "ActArchive",
    "ActHead",
    "Application",
    "Attachment",
    "Authority",
    "Case",
    "Category",
    "Channel",
    "DayCorrection",
    "DeadLink",
    "Decision",
    "FeeReceipt",
    "Grant",
    "Item",
    "ItemLink",
    "ItemRevision",
    "Justification",
    "Matter",
    "OldAddress",
    "OwnedQuerySet",
    "PasswordRecord",
    "PendingImport",
    "Picture",
    "Procurement",
    "Record",
    "Remark",
    "Review",
    "SearchDocument",
    "SignInPlace",
    "Step",
    "User",
    "Verb",
    "Visibility",
]
