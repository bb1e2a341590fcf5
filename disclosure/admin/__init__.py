"""The staff's admin by noun; registered as Django discovers the package."""

from .accounts import people
from .applications import admin as application_admin
from .applications import steps
from .audit import entries
from .cases import admin as case_admin
from .cases import registers
from .items import admin as item_admin
from .items import old_addresses
from .letters import templates
from .office import authorities, categories, matters, monitoring

__all__ = [
    "application_admin",
    "authorities",
    "case_admin",
    "categories",
    "entries",
    "item_admin",
    "matters",
    "monitoring",
    "old_addresses",
    "people",
    "registers",
    "steps",
    "templates",
]
