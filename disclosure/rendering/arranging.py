"""Where GB/T 9704 puts the salutation and the signature of an official document."""

import re
from collections.abc import Iterable

from .tree import Block, Paragraph, Salutation, Signature

LONGEST_SALUTATION, LONGEST_SIGNER, MOST_SIGNERS = 80, 30, 10
_TAIL = 15  # blocks from the end among which the date of the signature stands
_NO_SALUTATION = re.compile("[。；]|如下|以下|下列|事项|内容|要求")
_ONES = "一二三四五六七八九"
_DATE = re.compile(
    rf"(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|[〇零○Ｏ{_ONES}]{{4}}年[{_ONES}十]{{1,3}}月[{_ONES}十]{{1,3}}日"
)
_SIGNER = re.compile(
    r"[\u4e00-\u9fff（）()]{2,}"
    r"(?:政府|委员会|办公室|局|委|办|中心|站|所|大队|中队|院|厅|部|处|会|社|公司|组)"
)


def arranged(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with salutation and signature marked, where the words leave no doubt."""
    made = list(blocks)
    if made and _is_salutation(made[0]):
        made[0] = Salutation(made[0].runs)  # type: ignore[union-attr]  # as a paragraph has
    place = _date_place(made)
    for signed in range(place, max(place - MOST_SIGNERS - 1, -1), -1):
        block = made[signed]
        if type(block) is not Paragraph or (signed < place and not _is_signer(block)):
            break
        made[signed] = Signature(block.runs)
    return tuple(made)


def _is_salutation(block: Block) -> bool:
    if type(block) is not Paragraph:
        return False
    text = block.text.strip()
    return text.endswith(("：", ":")) and len(text) <= LONGEST_SALUTATION and not _NO_SALUTATION.search(text)


def _date_place(blocks: list[Block]) -> int:
    """Return the place of the last paragraph that is a date with somebody's name above it; -1 for none."""
    for place in range(len(blocks) - 1, max(len(blocks) - _TAIL, 0), -1):
        block, above = blocks[place], blocks[place - 1]
        if type(block) is Paragraph and _DATE.fullmatch("".join(block.text.split())):
            return place if type(above) is Paragraph and _is_signer(above) else -1
    return -1


def _is_signer(block: Paragraph) -> bool:
    text = "".join(block.text.split())
    return len(text) <= LONGEST_SIGNER and bool(_SIGNER.fullmatch(text))
