"""文书: default templates as data, filling of templates (ours or an office's own), and their printing as PDF."""

from .building import default_template
from .fields import fields_of, samples
from .filling import Unfit, fill, tried, unknown_fields
from .printing import pdf
from .reading import unprinted

__all__ = ["Unfit", "default_template", "fields_of", "fill", "pdf", "samples", "tried", "unknown_fields", "unprinted"]
