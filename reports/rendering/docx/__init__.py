"""The report as a DOCX in the layout of official documents (GB/T 9704)."""

from .render import render

__all__ = ["render"]
