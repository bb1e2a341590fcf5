"""Incoming files: attachments of an item, and documents that become drafts.

The original stays inside and a cleaned copy goes out; the size and checksum shown to the public are the copy's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import save_recorded
from disclosure.desk.common.locking import lock_authority
from disclosure.desk.common.numbering import IndexNumbers
from disclosure.desk.common.records import Actor, keep_record
from disclosure.documents import isolated
from disclosure.documents.kinds import FileKind, OtherOfficeFormat
from disclosure.documents.placing import CategoryProfile, ComparedDocument
from disclosure.documents.results import Converted, PublishedFile
from disclosure.errors import Refused
from disclosure.law.choices.items import Nature
from disclosure.models import Attachment, Authority, Category, Item, User
from disclosure.models.attachment import picture_token

from .category_suggestion import category_profile
from .pictures import picture_address, picture_record, with_files

# File types that become drafts, for the browser's file field.
ACCEPTED = ".docx,.doc,.wps,.rtf,.odt,.pdf,.ofd,.html,.htm,.txt,.zip"
_OTHER_PAPERS = re.compile("解读|清理|废止|失效|备案|征求意见")
LONGEST = {"title": 300, "document_number": 100, "publisher": 100, "keywords": 200}


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A draft made from a file, with the notes its editor needs."""

    item: Item
    warnings: Sequence[str] = ()


class CategoryUnclear(Refused):
    """No category is certain enough for a document; `columns` are the likeliest, the best first."""

    def __init__(self, columns: Sequence[int]) -> None:
        super().__init__("没有把握判断应放入哪个栏目，请选择。")
        self.columns = columns


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """The result for one file: a draft, or the reason why not, or (with its content) the possible categories."""

    name: str
    draft: DocumentDraft | None = None
    refused: str = ""
    columns: Sequence[int] = ()
    unplaced: bytes = b""


# --- Attachments ------------------------------------------------------------


def prepare_attachment(attachment: Attachment) -> None:
    """Read the new file of an attachment that is about to be saved, and fill in what is derived from it.

    Sets `public_file`, `text` (of what goes out: `place<TAB>line`), `pages` and `removed`; `save()` then notes size
    and checksum of the public file. Raises Refused where the file cannot be read or must not go out.
    """
    name = attachment.name or PurePath(str(attachment.file.name)).name
    attachment.file.open("rb")  # not closed: the upload is read again when it is stored
    data = attachment.file.read()
    attachment.file.seek(0)
    copy = isolated.published(data, name)
    attachment.name = copy.name_for(name)
    _publish_as(attachment, copy)


def _publish_as(attachment: Attachment, copy: PublishedFile) -> None:
    attachment.public_file = ContentFile(copy.data, name=f"public.{copy.kind.value}")
    attachment.text = copy.text
    attachment.pages = copy.pages
    attachment.removed = "\n".join(copy.removed)


def attach(
    *, item: Item, data: bytes, name: str, by: Actor, is_source: bool = False, copy: PublishedFile | None = None
) -> Attachment:
    """Attach a file to a draft, cleaned for the public; logged as a change of the item.

    `copy`: the cleaned copy, where it was made before. No file is read inside a transaction, since others would
    wait. Raises Refused without the right, for an item that is no draft, and for an unreadable file.
    """
    if not by.has_perm("disclosure.add_attachment"):
        raise Refused("您没有新增附件的权限，请与管理员联系。")
    require_act(by, item)
    if not item.is_open:
        raise Refused(f"「{item}」不是草稿，不能添加附件。已发布的信息请先起草修订稿。")
    copy = copy or isolated.published(data, name)
    with with_files() as kept:
        position = item.attachments.count()
        attachment = Attachment(item=item, name=copy.name_for(name)[-200:], position=position, is_source=is_source)
        attachment.file = ContentFile(data, name=name)
        _publish_as(attachment, copy)
        kept.append(attachment)
        save_recorded(attachment, by=by)
    return attachment


# --- Drafts -----------------------------------------------------------------


def draft_from(
    *,
    authority: Authority,
    category: Category | None,
    data: bytes,
    name: str,
    by: Actor,
    today: date,
    shelf: CategoryProfile | None = None,
) -> DocumentDraft:
    """Make a draft whose fields are filled from a document, which becomes its first attachment.

    `item.guessed` names the fields that a person has to confirm; 成文日期 is `today` where the document has none.
    Without a `category` it is guessed from the authority's `shelf`; raises CategoryUnclear where no guess is
    certain. Raises Refused without the right, and for a file that cannot be read or has no text.
    """
    read = isolated.draft(data, name)
    body, guesses = read.body, read.guesses
    copy = isolated.published(data, name)
    values: dict[str, Any] = {
        key: value[: LONGEST.get(key)] if isinstance(value, str) else value for key, value in guesses.found().items()
    }
    values.setdefault("title", PurePath(name).stem[:300])
    values.setdefault("formed_on", today)
    if category is None:
        values["category"] = _category_for(values, body, shelf or category_profile(authority))
    else:
        values["category"] = category
    if nature := _nature(values["category"], str(values["title"])):
        values["nature"] = nature
    with with_files() as kept:
        numbers = IndexNumbers(lock_authority(authority), set())
        tokens = [picture_token() for _ in body.pictures]
        item = Item(
            authority=authority,
            index_number=numbers.next(int(getattr(values["formed_on"], "year", today.year))),
            body=body.with_addresses([picture_address(token) for token in tokens]),
            guessed=" ".join(sorted(set(values) - ({"category"} if category else set()))),
            author=by if isinstance(by, User) else None,
            **values,
        )
        keep_record(item, by=by)
        kept.extend(picture_record(item, token, picture) for token, picture in zip(tokens, body.pictures, strict=True))
        for picture in kept:
            save_recorded(picture, by=by)
        kept.append(attach(item=item, data=data, name=name, by=by, is_source=True, copy=copy))
    return DocumentDraft(item, tuple(body.warnings))


def _nature(category: Category, title: str) -> str:
    """Return the 文件性质 that a column is for, by its own name or that of one above it; empty for most.

    Readings, repeals and drafts of 规范性文件 are none themselves, in whatever column.
    """
    column: Category | None = category
    while column is not None:
        if _OTHER_PAPERS.search(column.name) or _OTHER_PAPERS.search(title):
            return ""
        for nature in Nature:
            if column.name.removesuffix("库").endswith(str(nature.label)):
                return str(nature.value)
        column = column.parent
    return ""


def _category_for(values: Mapping[str, Any], converted: Converted, shelf: CategoryProfile) -> Category:
    text = "\n".join(line.text for line in converted.lines)
    number, publisher = (str(values.get(name, "")) for name in ("document_number", "publisher"))
    document = ComparedDocument(str(values["title"]), number, publisher, text)
    column = shelf.guess(document)
    if column is None:
        raise CategoryUnclear([candidate.column for candidate in shelf.ranked(document)])
    return Category.objects.get(pk=column)


def drafts_from(
    *, authority: Authority, category: Category | None, files: Iterable[tuple[str, bytes]], by: Actor, today: date
) -> list[IntakeResult]:
    """Make a draft of each file (name, content), and of each file in a ZIP; a refused one does not stop the rest.

    Without a `category` it is guessed as by `draft_from`.
    """
    received: list[IntakeResult] = []
    shelf = None if category else category_profile(authority)
    for name, data in files:
        try:
            unpacked = isolated.members(data, name) if _is_archive(data, name) else [(name, data)]
        except Refused as error:
            received.append(IntakeResult(name, refused=str(error)))
            continue
        if not unpacked:
            received.append(IntakeResult(name, refused=f"「{name}」里没有文件。"))
        for inner, content in unpacked:
            try:
                draft = draft_from(
                    authority=authority,
                    category=category,
                    data=content,
                    name=inner,
                    by=by,
                    today=today,
                    shelf=shelf,
                )
            except CategoryUnclear as error:
                received.append(IntakeResult(inner, refused=str(error), columns=error.columns, unplaced=content))
            except Refused as error:
                received.append(IntakeResult(inner, refused=str(error)))
            else:
                received.append(IntakeResult(inner, draft))
    return received


def _is_archive(data: bytes, name: str) -> bool:
    try:
        return isolated.kind_of(data, name) is FileKind.ARCHIVE
    except OtherOfficeFormat:
        return False


def drafts_from_archive(
    *, authority: Authority, category: Category, data: bytes, by: Actor, today: date, name: str = "压缩包.zip"
) -> list[IntakeResult]:
    return drafts_from(authority=authority, category=category, files=[(name, data)], by=by, today=today)
