"""The staff's screens: one module per model module, registered as Django discovers the package."""

from . import application, authority, case, catalogue, item, matter, people

__all__ = ["application", "authority", "case", "catalogue", "item", "matter", "people"]
