"""What is kept. Every record belongs to an authority; every field says who may see it."""

from .act import Act, ActArchive, ActHead, Channel, Verb
from .application import Application
from .authority import Authority
from .base import OwnedQuerySet, Record, Visibility
from .case import Case
from .catalogue import Category
from .grant import Grant
from .item import Attachment, Item
from .matter import Decision, FeeReceipt, Matter, Procurement
from .pending import PendingImport
from .person import PasswordRecord, SignInPlace, User

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
    "Decision",
    "FeeReceipt",
    "Grant",
    "Item",
    "Matter",
    "OwnedQuerySet",
    "PasswordRecord",
    "PendingImport",
    "Procurement",
    "Record",
    "SignInPlace",
    "User",
    "Verb",
    "Visibility",
]
