"""清单 of an archive package: which files are in it, with size and checksum, and which applications they belong to."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from disclosure.errors import Unreadable

FORMAT = "依申请公开归档包"
VERSION = 1
NAME, SUMS = "清单.json", "清单.sha256"
CATALOGUE, README = "文件目录.XML", "说明文件.TXT"
MOST_BYTES = 64 * 2**20
_HEX = set("0123456789abcdef")
_DIGEST = 64


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """`format`: PDF/A-2a and the like, or what the file is instead; `pages` 0 where it has none that are known."""

    path: str
    size: int
    sha256: str
    format: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class ManifestRecord:
    """The file of one application: its folder, and how many papers and pages lie in it.

    `originals_only`: papers that could not be made into PDF/A; `erased_on`: the day on which personal data were erased.
    """

    folder: str
    number: str
    year: int
    piece: int
    code: str
    retention: str
    documents: int
    pages: int
    originals_only: int
    erased_on: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`year`: 0 for the package of a single application."""

    package: str
    made_at: str
    authority: str
    fonds: str
    year: int
    records: tuple[ManifestRecord, ...]
    files: tuple[ManifestFile, ...]

    def as_bytes(self) -> bytes:
        whole = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()

    @classmethod
    def parsed(cls, data: bytes, name: str) -> Self:
        """Read a manifest; raises Unreadable where anything is missing, of another kind, or unknown."""
        try:
            whole = _whole(data)
            records = tuple(_made(ManifestRecord, one) for one in whole.pop("records"))
            files = tuple(_made(ManifestFile, one) for one in whole.pop("files"))
            manifest = _made(cls, {**whole, "records": records, "files": files})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Unreadable(f"「{name}」里的清单（{NAME}）读不出来或者被改动，无法逐个核对文件。") from error
        if not all(len(one.sha256) == _DIGEST and set(one.sha256) <= _HEX for one in files):
            raise Unreadable(f"「{name}」里的清单（{NAME}）有不是校验值的内容，已被改动。")
        return manifest


def read_manifest(data: bytes, name: str) -> Manifest:
    """Read a manifest, as a job of its own; raises Unreadable."""
    return Manifest.parsed(data, name)


def _whole(data: bytes) -> dict[str, Any]:
    whole = json.loads(data) if len(data) <= MOST_BYTES else {}
    if whole.pop("format") != FORMAT or whole.pop("version") != VERSION:
        raise ValueError(FORMAT)
    return whole


def _made(kind: Any, given: dict[str, Any]) -> Any:
    """Make a data class of exactly these fields, each of the kind that it says."""
    kinds: dict[str, Any] = {one.name: one.type for one in fields(kind)}
    if set(given) != set(kinds):
        raise ValueError(given.keys() ^ kinds.keys())
    for name, value in given.items():
        if kinds[name] in (str, int) and type(value) is not kinds[name]:
            raise TypeError(name)
    return kind(**given)


def sums(files: Iterable[tuple[str, str]]) -> bytes:
    """Return paths and checksums as the ordinary program sha256sum reads them."""
    return "".join(f"{digest}  {path}\n" for path, digest in files).encode()
