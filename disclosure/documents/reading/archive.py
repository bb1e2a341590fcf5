"""The files of a ZIP, under the names that their Chinese senders gave them."""

from pathlib import PurePosixPath

from disclosure.documents.limits.budget import guarded
from disclosure.documents.package import Package
from disclosure.errors import Unreadable

MOST_FILES = 200
_UTF8 = 0x800
_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def members(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return name (without folders) and content of each file, without files of systems and office programs."""
    with guarded(name):
        return _members(Package(data, name))


def _members(package: Package) -> list[tuple[str, bytes]]:
    found = []
    for part in sorted(package.parts.values(), key=_path):
        path = PurePosixPath(_path(part).replace("\\", "/"))
        passed_over = path.name.startswith(("~$", ".")) or set(path.parts) & set(_IGNORED)
        if path.name and not passed_over:
            found.append((path.name, part.filename))
    if len(found) > MOST_FILES:
        raise Unreadable(f"「{package.name}」里有 {len(found)} 个文件，一次最多 {MOST_FILES} 个，请分几次上传。")
    return [(shown, package.read(stored)) for shown, stored in found]


def _path(part: object) -> str:
    """Return the real name: Windows writes GBK undeclared, which Python decodes as code page 437."""
    name, flags = str(getattr(part, "filename", "")), int(getattr(part, "flag_bits", 0))
    if flags & _UTF8:
        return name
    try:
        written = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
