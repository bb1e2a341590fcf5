"""What the guard finds in texts that go out, items' and reports' alike, and what is recorded where it stays."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from disclosure.errors import Refused
from disclosure.law.choices.items import MarkDecision
from disclosure.law.privacy import MARKS, FoundKind, FoundText, find
from disclosure.law.privacy.folding import fold
from disclosure.models.encryption import hashes

from .blocks import HtmlFragment, findings_in
from .long_texts import LONG, find_in_process

ATTACHMENTS, PICTURES, PRINTED = "attachments", "pictures", "printed"
ELSEWHERE = {
    ATTACHMENTS: "附件里的内容不能在这里遮盖，请在原来的文件中遮盖后重新上传，替换这个附件。",
    PICTURES: "图片的替代文字不能在这里遮盖，请直接修改这张图片的替代文字。",
    PRINTED: "标题、各部分的标题和落款照原件，不能在这里遮盖，请在原件中遮盖后重新导入。",
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
class GuardedText:
    """What was found in a text that goes out, with its place in it. `part`: the text of which a mark says something."""

    field: str
    place: str
    found: FoundText
    part: str = ""
    block: int = -1

    @property
    def digests(self) -> list[str]:
        return digests(self.found, self.part)


def digests(found: FoundText, part: str = "") -> list[str]:
    """Keys of a justification: keyed hashes of kind and normalised text, the newest key's first.

    What was said of a mark of state secrecy was said of the text that bears it, so its `part` counts as well.
    """
    about = re.sub(r"\s+", "", fold(part).text) if found.kind == FoundKind.SECRECY else ""
    return hashes(f"{found.kind}:{fold(found.text).text}{about and ':'}{about}", PURPOSE)


def as_finding(text: GuardedText, reasons: Mapping[tuple[str, str], str]) -> PrivacyFinding:
    found, known = text.found, text.digests
    reason = next((reasons[found.kind, digest] for digest in known if (found.kind, digest) in reasons), "")
    return PrivacyFinding(
        found.kind, found.masked, text.place, text.field, known[0], reason, text.block, found.start, found.end
    )


def html_findings(
    source: str, about: str, finder: Callable[[str], Sequence[tuple[int, str, FoundText]]] = findings_in
) -> Sequence[tuple[int, str, FoundText]]:
    if len(source) <= LONG:
        return finder(source)
    return find_in_process(f"{finder.__module__}:{finder.__name__}", source, about)


def mask_html(source: str, about: str, wanted: set[str]) -> tuple[str, int]:
    """A rich text with what has one of the digests `wanted` masked, and the number of places."""
    text = HtmlFragment.parsed(source)
    by_block: dict[int, list[FoundText]] = {}
    for number, _, found in html_findings(source, about):
        if not wanted.isdisjoint(digests(found)):
            by_block.setdefault(number, []).append(found)
    for number, own in by_block.items():
        text.blocks[number].replace(own)
    return text.html, sum(map(len, by_block.values()))


def refuse_unsettled(about: str, unsettled: Sequence[PrivacyFinding]) -> None:
    """Raise Refused with a sentence on the first that is neither masked nor justified; a state secret comes first."""
    secret = next((finding for finding in unsettled if finding.is_state_secret), None)
    if secret:
        raise Refused(
            f"{about}有国家秘密标志：{secret.place}的「{secret.masked}」，不能提交或发布。"
            "请由有保密审查权限的人员核对，记录已经解密，或认定不是密级标志。"
        )
    if unsettled:
        first = unsettled[0]
        what = "疑似个人信息" if not any(finding.is_mark for finding in unsettled) else "疑似个人信息或内部标志"
        how = "请删去或写明可以公开的理由。" if first.is_mark else "请遮盖或写明保留的理由。"
        raise Refused(
            f"{about}有 {len(unsettled)} 处{what}：{first.place}的{first.kind.label}「{first.masked}」。{how}"
        )


def refuse_reason(kind: str, reason: str) -> None:
    """Raise Refused for a reason that keeps nothing: none, too long, personal itself, or for a state secret."""
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(f"请写明保留的理由，不超过{LONGEST_REASON}字。")
    if find(reason):
        raise Refused("保留的理由中又写出了个人信息，请改用不含个人信息的说法。")
    if kind == FoundKind.SECRECY:
        raise Refused("国家秘密标志不能写理由保留。请由有保密审查权限的人员核对后，记录已经解密，或认定不是密级标志。")


def decided(decision: str, reason: str) -> str:
    """What is recorded of a decision: 已经解密：2025年12月解密通知. Raises Refused where something is missing."""
    if decision not in MarkDecision.values:
        raise Refused("请选择核对的结论：已经解密，或不是密级标志。")
    said = f"{MarkDecision(decision).label}：{reason.strip()}"
    if not reason.strip() or len(said) > LONGEST_REASON:
        raise Refused(f"请写明依据（如解密的决定、日期，或为什么不是密级标志），不超过{LONGEST_REASON - 10}字。")
    if find(reason):
        raise Refused("依据中写出了个人信息，请改用不含个人信息的说法。")
    return said
