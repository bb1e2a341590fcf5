"""What is kept. Every record belongs to an authority; every field says who may see it."""

from .application import Application
from .authority import Authority
from .base import OwnedQuerySet, Record, Visibility
from .case import Case
from .catalogue import Category
from .item import Attachment, Item
from .matter import Decision, FeeReceipt, Matter, Procurement
from .pending import PendingImport
from .person import PasswordRecord, SignInPlace, User

__all__ = [
    "Application",
    "Attachment",
    "Authority",
    "Case",
    "Category",
    "Decision",
    "FeeReceipt",
    "Item",
    "Matter",
    "OwnedQuerySet",
    "PasswordRecord",
    "PendingImport",
    "Procurement",
    "Record",
    "SignInPlace",
    "User",
    "Visibility",
]
