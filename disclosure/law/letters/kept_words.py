"""What changed words of one letter have to keep: the decision that was approved, and whom to turn to until when.

条例 art. 36, 51: a letter that decides otherwise than was decided, or denies a remedy, misleads the applicant; a wrong
clause of remedies extends the time to sue (行政诉讼法解释 art. 64).
"""

import re

from .remedies import Remedies

VERDICTS = (
    *("不予公开", "予以公开", "部分公开", "无法提供", "不予重复处理", "不予处理", "不再处理", "终止办理"),
    "不作为政府信息公开申请处理",
)
_VERDICT = re.compile("|".join(sorted(VERDICTS, key=len, reverse=True)))
_PERIOD = re.compile(r"\d+(?:日|个月)")
_DENIED = re.compile(r"(?:不得|不能|不可|无权|不再)[^，。；]{0,12}(?:复议|诉讼|起诉)|最终(?:答复|决定)")


def against_decision(standard: str, changed: str) -> str:
    """Say why a changed decision is not the one that was decided; empty where it is."""
    wanted, said = set(_VERDICT.findall(standard)), set(_VERDICT.findall(changed))
    if lost := wanted - said:
        return f"改写后的「决定」没有写明「{min(lost)}」，与已经作出的决定不一致。"
    if other := said - wanted:
        return f"改写后的「决定」写了「{min(other)}」，与已经作出的决定不一致。"
    return ""


def against_remedies(remedies: Remedies, changed: str) -> str:
    """Say what changed words on remedies leave out or deny; empty where they keep bodies and periods."""
    folded = "".join(changed.split())
    if denied := _DENIED.search(folded.replace("不得少于", "")):
        return f"改写后的「救济途径」写了「{denied.group()}」：救济途径由法律规定，答复书不能排除。"
    for kept in (remedies.review_body, remedies.court, *sorted(set(_PERIOD.findall(remedies.text)))):
        if kept not in folded:
            return f"改写后的「救济途径」没有写明「{kept}」，机关和期限以法律规定为准，不能缺少。"
    return ""
