"""Zip files without the hour they were made at: the same report gives the same bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Zip the files in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """Return the same zip with fixed times, each file passed through `change` (name, content → content)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped({name: change(name, part) if change else part for name, part in files.items()})
