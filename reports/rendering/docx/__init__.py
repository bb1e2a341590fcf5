"""The report as a DOCX, laid out as official documents are (GB/T 9704)."""

from .render import render

__all__ = ["render"]
