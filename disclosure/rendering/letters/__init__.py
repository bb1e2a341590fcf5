"""文书: default templates as data, filling of templates (ours or an office's own), and their printing as PDF."""

from .building import default_template
from .fields import fields_of, samples
from .filling import Unfit, fill
from .isolated import filled, judged, marked
from .printing import pdf

__all__ = ["Unfit", "default_template", "fields_of", "fill", "filled", "judged", "marked", "pdf", "samples"]
