"""The privacy guard over an item (个保法; 条例 art. 15): what is found, masked, or justified.

Marks of secrecy and of internal papers (`disclosure.law.secrecy`) are found with it. They are not masked: to cover a
mark does not make a paper public. A mark of state secrecy is settled by `marks.settle_mark` alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from disclosure.desk.audit.log import note, save_recorded
from disclosure.desk.common.records import Actor, require_permission
from disclosure.errors import Refused
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState
from disclosure.law.privacy import MARKS, FoundKind, FoundText, find, mask
from disclosure.law.privacy.folding import fold
from disclosure.law.secrecy import calls_for_comments, find_marks, is_draft
from disclosure.models import Attachment, Item, Justification, User, Verb
from disclosure.models.encryption import hashes

from .blocks import HtmlFragment, findings_in, marks_in
from .file_scan import scan_stored_text
from .long_texts import LONG, find_in_process
from .workflow import lock_item

PLAIN = ("title", "summary", "keywords", "publisher", "document_number")
BODY, ATTACHMENTS, PICTURES = "body", "attachments", "pictures"
ELSEWHERE = {
    ATTACHMENTS: "附件里的内容不能在这里遮盖，请在原来的文件中遮盖后重新上传，替换这个附件。",
    PICTURES: "图片的替代文字不能在这里遮盖，请直接修改这张图片的替代文字。",
}
PURPOSE = "disclosure.justification.digest"
LONGEST_REASON, LONGEST_MASK = 300, 200
NOT_PERSONAL = "不是个人信息"


@dataclass(frozen=True, slots=True)
class PrivacyFinding:
    """Personal data in an item. Never holds the text itself, so that it can be sent to a form and back."""

    kind: FoundKind
    masked: str
    place: str
    field: str
    digest: str
    reason: str = ""
    block: int = -1  # of the body, counted from 0; characters from `start` to `end` of it or of the field
    start: int = 0
    end: int = 0

    @property
    def is_justified(self) -> bool:
        return bool(self.reason)

    @property
    def is_mark(self) -> bool:
        return self.kind in MARKS

    @property
    def is_state_secret(self) -> bool:
        return self.kind == FoundKind.SECRECY

    @property
    def is_maskable(self) -> bool:
        return self.field not in ELSEWHERE and not self.is_mark


@dataclass(frozen=True, slots=True)
class ItemText:
    """What was found in an item, with its place in it. `part`: the text of which a mark says something."""

    field: str
    place: str
    found: FoundText
    part: str = ""
    block: int = -1

    @property
    def digests(self) -> list[str]:
        return digests(self.found, self.part)


def findings(item: Item) -> list[PrivacyFinding]:
    """Everything the guard finds in what would go out with `item`, in order; three queries.

    Raises Unreadable where a text takes too much, Busy where no process is free: in both cases it was not read.
    """
    reasons = {
        (justification.kind, justification.digest): justification.reason for justification in item.justifications.all()
    }
    return [_finding(one, reasons) for one in _all_found(item)]


def unsettled(item: Item) -> list[PrivacyFinding]:
    """Findings neither masked nor justified; an item with any must not go out."""
    return [finding for finding in findings(item) if not finding.is_justified]


@transaction.atomic
def justify(*, item: Item, kind: str, digest: str, reason: str, by: Actor) -> Justification:
    """Let a finding stay, with the reason; stores its mask and a keyed hash. Raises Refused with a sentence."""
    require_permission("change", item, by)
    reason = reason.strip()
    if item.state not in (*BEFORE_PUBLICATION, ItemState.PUBLISHED):
        raise Refused(f"「{item}」已经撤回或办结，不能再写保留理由。")
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(f"请写明保留的理由，不超过{LONGEST_REASON}字。")
    if find(reason):
        raise Refused("保留的理由中又写出了个人信息，请改用不含个人信息的说法。")
    if kind == FoundKind.SECRECY:
        raise Refused("国家秘密标志不能写理由保留。请由有保密审查权限的人员核对后，记录已经解密，或认定不是密级标志。")
    return keep(item, kind, digest, reason, by)


def keep(item: Item, kind: str, digest: str, reason: str, by: Actor) -> Justification:
    """Store why a finding stays, under lock of the caller's transaction. Raises Refused where it is gone or settled."""
    finding = next(
        (candidate for candidate in findings(item) if (candidate.kind, candidate.digest) == (kind, digest)), None
    )
    if finding is None:
        raise Refused(f"「{item}」中已没有这一处{'标志' if kind in MARKS else '个人信息'}，请刷新后再看。")
    if finding.is_justified:
        raise Refused(f"这一处（{finding.masked}）已经写过保留理由。")
    made = Justification.objects.create(
        item=item, kind=kind, digest=digest, masked=finding.masked[:LONGEST_MASK], reason=reason, by=_user(by)
    )
    note(Verb.JUSTIFY, made, {"reason": ["", reason]}, by=by)
    if item.exposed:  # published without the guard; it counts the remaining findings again
        item.exposed = len(unsettled(item))
        Item.objects.filter(pk=item.pk).update(exposed=item.exposed)
    return made


@transaction.atomic
def mask_finding(*, item: Item, field: str, digest: str, by: Actor) -> int:
    """Mask a finding wherever it occurs in a field; returns the number of places. The values are not logged."""
    require_permission("change", item, by)
    if field in ELSEWHERE:
        raise Refused(ELSEWHERE[field])
    if field not in (*PLAIN, BODY):
        raise Refused("没有这个可以遮盖的字段，请刷新后再试。")
    return _mask(item, field, {digest}, by)


def _mask(item: Item, field: str, wanted: set[str], by: Actor) -> int:
    """Mask all of `wanted` in a field at once: a list of a thousand people is read once, not once a person."""
    kept = lock_item(item)
    if not kept.is_open:
        raise Refused(f"「{kept}」不在草稿状态，不能改动内容。请先退回修改，或起草修订稿。")
    value, count = _mask_in_field(kept, field, wanted)
    if not count:
        raise Refused(f"「{Item._meta.get_field(field).verbose_name}」中已没有这一处个人信息，请刷新后再看。")  # type: ignore[union-attr]
    setattr(kept, field, value)
    kept.save(update_fields=[field, "changed_at"])
    setattr(item, field, getattr(kept, field))
    note(Verb.MASK, kept, {field: [None, None]}, by=by)
    return count


@dataclass(frozen=True, slots=True)
class MaskingResult:
    """Result of `mask_everything`: places masked, and files that no longer go out."""

    places: int
    kept_inside: tuple[str, ...] = ()


@transaction.atomic
def mask_everything(*, item: Item, by: Actor) -> MaskingResult:
    """Mask everything maskable that was not justified.

    The source document cannot be masked here; its content is in the body, so where something is found in it, it is no
    longer published. Other attachments are left alone: only a person can say what would be lost with them.
    """
    findings = unsettled(item)
    sources = _exposed_sources(item, findings)
    if not sources and not any(finding.is_maskable for finding in findings):
        raise Refused(f"「{item}」中没有可以遮盖的内容，请刷新后再看。")
    places = _mask_all(item, findings, by)
    if places:  # where two overlapped, one was masked, and the rest of the other may still be a finding
        places += _mask_all(item, unsettled(item), by)
    for source in sources:
        withhold_attachment(attachment=source, by=by)
    return MaskingResult(places, tuple(source.name for source in sources))


def _mask_all(item: Item, findings: Iterable[PrivacyFinding], by: Actor) -> int:
    wanted: dict[str, set[str]] = {}
    for finding in findings:
        if finding.is_maskable:
            wanted.setdefault(finding.field, set()).add(finding.digest)
    return sum(_mask(item, field, digests_found, by) for field, digests_found in wanted.items())


def _exposed_sources(item: Item, found: Iterable[PrivacyFinding]) -> list[Attachment]:
    digests_found = {one.digest for one in found if one.field == ATTACHMENTS and not one.is_mark}
    goes_out = item.attachments.filter(is_source=True, is_public=True, revision=None) if digests_found else ()
    return [
        one
        for one in goes_out
        if any(not digests_found.isdisjoint(found.digests) for found in _in_attachment(one.name, one.text))
    ]


def withhold_attachment(*, attachment: Attachment, by: Actor) -> Attachment:
    """Stop publishing a draft's attachment; the file is kept. Raises Refused."""
    require_permission("change", attachment.item, by)
    if not attachment.item.is_open:
        raise Refused(f"「{attachment.item}」不在草稿状态，不能改动附件。请先退回修改，或起草修订稿。")
    attachment.is_public = False
    save_recorded(attachment, by=by)
    return attachment


def _user(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def _mask_in_field(item: Item, field: str, wanted: set[str]) -> tuple[str, int]:
    value: str = getattr(item, field)
    if field != BODY:
        masked = [found for found in _in_text(value, f"{item}") if not wanted.isdisjoint(digests(found))]
        return mask(value, masked), len(masked)
    text = HtmlFragment.parsed(value)
    by_block: dict[int, list[FoundText]] = {}
    for number, _, found in _in_body(value, f"{item}"):
        if not wanted.isdisjoint(digests(found)):
            by_block.setdefault(number, []).append(found)
    for number, own in by_block.items():
        text.blocks[number].replace(own)
    return text.html, sum(map(len, by_block.values()))


def digests(found: FoundText, part: str = "") -> list[str]:
    """Keys of a justification: keyed hashes of kind and normalised text, the newest key's first.

    What was said of a mark of state secrecy was said of the text that bears it, so its `part` counts as well.
    """
    about = re.sub(r"\s+", "", fold(part).text) if found.kind == FoundKind.SECRECY else ""
    return hashes(f"{found.kind}:{fold(found.text).text}{about and ':'}{about}", PURPOSE)


def renewed_digests(item: Item) -> dict[str, str]:
    """For each finding of `item`: its digests under older keys → its digest under the newest."""
    digests_of_each = (one.digests for one in _all_found(item))
    return {old: now for now, *older in digests_of_each for old in older}


def _finding(text: ItemText, reasons: dict[tuple[str, str], str]) -> PrivacyFinding:
    found, known = text.found, text.digests
    reason = next((reasons[found.kind, digest] for digest in known if (found.kind, digest) in reasons), "")
    return PrivacyFinding(
        found.kind, found.masked, text.place, text.field, known[0], reason, text.block, found.start, found.end
    )


def _all_found(item: Item) -> Iterator[ItemText]:
    """Everything in order. A draft that asks for comments is rightly called one."""
    is_call = calls_for_comments(item.title) or calls_for_comments(item.body)
    return (one for one in _found_in_order(item) if not (is_call and is_draft(one.found.masked)))


def _found_in_order(item: Item) -> Iterator[ItemText]:
    for name in PLAIN:
        title, value = str(Item._meta.get_field(name).verbose_name), getattr(item, name)  # type: ignore[union-attr]
        found = [*_in_text(value, f"{item}"), *find_marks(value, is_name=name == "title")]
        yield from (ItemText(name, title, one, value) for one in found)
    in_body = [*_in_body(item.body, f"{item}"), *_in_body(item.body, f"{item}", marks_in)]
    yield from (ItemText(BODY, f"正文{place}", found, item.body, number) for number, place, found in in_body)
    for attachment in item.attachments.all():
        if attachment.is_public and attachment.revision_id is None:
            yield from _in_attachment(attachment.name, attachment.text)
    for number, picture in enumerate(item.pictures.all(), 1):
        found = [*find(picture.alternative), *find_marks(picture.alternative)]
        yield from (ItemText(PICTURES, f"图片{number}的替代文字", one, picture.alternative) for one in found)


def _in_text(text: str, about: str) -> Sequence[FoundText]:
    return find(text) if len(text) <= LONG else find_in_process("disclosure.law.privacy:find", text, about)


def _in_body(
    source: str, about: str, finder: Callable[[str], Sequence[tuple[int, str, FoundText]]] = findings_in
) -> Sequence[tuple[int, str, FoundText]]:
    if len(source) <= LONG:
        return finder(source)
    return find_in_process(f"{finder.__module__}:{finder.__name__}", source, about)


def _in_attachment(name: str, text: str) -> Iterator[ItemText]:
    in_name = [*find(name), *find_marks(name, is_name=True)]
    yield from (ItemText(ATTACHMENTS, f"附件「{name}」的文件名", found, text) for found in in_name)
    for one in scan_stored_text(text, name):
        yield ItemText(ATTACHMENTS, f"附件「{name}」{one.place}", one.found, text)
