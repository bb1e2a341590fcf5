"""The log of unexpected failures."""

from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path


class ErrorLog(RotatingFileHandler):
    """A rotating file whose folder is created with the first failure, so settings load on a read-only disk."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()
