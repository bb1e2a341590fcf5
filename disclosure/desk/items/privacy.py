"""The privacy guard over an item (个保法; 条例 art. 15): what is found, masked, or justified.

Marks of secrecy and of internal papers (`disclosure.law.secrecy`) are found with it. They are not masked: to cover a
mark does not make a paper public. A mark of state secrecy is settled by `marks.settle_mark` alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from disclosure.desk.audit.log import note, save_recorded
from disclosure.desk.common.records import Actor, require_permission
from disclosure.errors import Refused
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState
from disclosure.law.privacy import MARKS, FoundText, find, mask
from disclosure.law.secrecy import calls_for_comments, find_marks, is_draft
from disclosure.models import Attachment, Item, Justification, User, Verb

from .blocks import marks_in
from .file_scan import scan_stored_text
from .found import (
    ATTACHMENTS,
    ELSEWHERE,
    LONGEST_MASK,
    PICTURES,
    GuardedText,
    PrivacyFinding,
    as_finding,
    digests,
    html_findings,
    mask_html,
    refuse_reason,
)
from .long_texts import LONG, find_in_process
from .workflow import lock_item

PLAIN = ("title", "summary", "keywords", "publisher", "document_number")
BODY = "body"


def findings(item: Item) -> list[PrivacyFinding]:
    """Everything the guard finds in what would go out with `item`, in order; three queries.

    Raises Unreadable where a text takes too much, Busy where no process is free: in both cases it was not read.
    """
    reasons = {
        (justification.kind, justification.digest): justification.reason for justification in item.justifications.all()
    }
    return [as_finding(one, reasons) for one in _all_found(item)]


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
    refuse_reason(kind, reason)
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
    return mask_html(value, f"{item}", wanted)


def renewed_digests(item: Item) -> dict[str, str]:
    """For each finding of `item`: its digests under older keys → its digest under the newest."""
    digests_of_each = (one.digests for one in _all_found(item))
    return {old: now for now, *older in digests_of_each for old in older}


def _all_found(item: Item) -> Iterator[GuardedText]:
    """Everything in order. A draft that asks for comments is rightly called one."""
    is_call = calls_for_comments(item.title) or calls_for_comments(item.body)
    return (one for one in _found_in_order(item) if not (is_call and is_draft(one.found.masked)))


def _found_in_order(item: Item) -> Iterator[GuardedText]:
    for name in PLAIN:
        title, value = str(Item._meta.get_field(name).verbose_name), getattr(item, name)  # type: ignore[union-attr]
        found = [*_in_text(value, f"{item}"), *find_marks(value, is_name=name == "title")]
        yield from (GuardedText(name, title, one, value) for one in found)
    in_body = [*html_findings(item.body, f"{item}"), *html_findings(item.body, f"{item}", marks_in)]
    yield from (GuardedText(BODY, f"正文{place}", found, item.body, number) for number, place, found in in_body)
    for attachment in item.attachments.all():
        if attachment.is_public and attachment.revision_id is None:
            yield from _in_attachment(attachment.name, attachment.text)
    for number, picture in enumerate(item.pictures.all(), 1):
        found = [*find(picture.alternative), *find_marks(picture.alternative)]
        yield from (GuardedText(PICTURES, f"图片{number}的替代文字", one, picture.alternative) for one in found)


def _in_text(text: str, about: str) -> Sequence[FoundText]:
    return find(text) if len(text) <= LONG else find_in_process("disclosure.law.privacy:find", text, about)


def _in_attachment(name: str, text: str) -> Iterator[GuardedText]:
    in_name = [*find(name), *find_marks(name, is_name=True)]
    yield from (GuardedText(ATTACHMENTS, f"附件「{name}」的文件名", found, text) for found in in_name)
    for one in scan_stored_text(text, name):
        yield GuardedText(ATTACHMENTS, f"附件「{name}」{one.place}", one.found, text)
