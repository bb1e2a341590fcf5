"""The staff's screens: one module per model module, registered as Django discovers the package."""

from . import (
    act,
    application,
    authority,
    case,
    catalogue,
    concern,
    item,
    letter_templates,
    matter,
    old_address,
    people,
    steps,
    watch,
)

__all__ = [
    "act",
    "application",
    "authority",
    "case",
    "catalogue",
    "concern",
    "item",
    "letter_templates",
    "matter",
    "old_address",
    "people",
    "steps",
    "watch",
]
