"""The file around the document: an own template instead of python-docx's, and a zip without the hour it was made at.

python-docx's template brings a theme, a hundred English styles, a thumbnail and a description; none of them belong in
an official document. The parts of ours are the XML files of `template/`.
"""

import io
import zipfile
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument

_TEMPLATE = Path(__file__).with_name("template")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


@cache
def _template() -> bytes:
    names = sorted(path.relative_to(_TEMPLATE).as_posix() for path in _TEMPLATE.rglob("*.*") if path.is_file())
    return _zipped({name: (_TEMPLATE / name).read_bytes() for name in names})


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def repacked(content: bytes) -> bytes:
    """The same zip with fixed times: the same report gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _zipped({info.filename: archive.read(info) for info in archive.infolist()})


def opened() -> WordDocument:
    """An empty document with our styles."""
    return docx.Document(io.BytesIO(_template()))


def saved(document: WordDocument) -> bytes:
    """The document as a file."""
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())
