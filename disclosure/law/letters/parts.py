"""What the writer of a letter is asked: one question each, as data, with the rules that its answer keeps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

LEAST_REASON = 4  # characters besides what the law says in the same words for everybody


class Answer(Enum):
    """The kind of answer: a line, several lines, or one of the choices."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Part:
    """A question that only the person who writes the letter can answer, given by `name`.

    `label` is the name of the gap in the words, or of the field in the template. `article`: why the law wants it.
    `choices`: nothing else may be given. `when`: asked only where the answer of that name is one of those. `stops`:
    choices with which no letter is made, with the sentence that says why. `pattern`: what the answer has to contain.
    `is_reason`: the facts of this case; a blank formula, or the `formulas` of the law alone, are no answer.
    """

    name: str
    label: str
    help: str = ""
    initial: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    article: str = ""
    answer: Answer = Answer.LINE
    when: tuple[str, tuple[str, ...]] | None = None
    stops: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    is_reason: bool = False
    formulas: tuple[str, ...] = ()

    def is_asked(self, given: Mapping[str, str]) -> bool:
        """Whether the other answers make it a question at all."""
        return self.when is None or given.get(self.when[0], "") in self.when[1]

    def against(self, value: str) -> str:
        """Say what is wrong with an answer that is not blank; empty where nothing is."""
        if self.choices and value not in dict(self.choices):
            return f"「{self.label}」不在可选的范围内，请从列出的选项中选择。"
        if value in self.stops:
            return self.stops[value]
        if self.pattern and not re.search(self.pattern, value):
            return f"「{self.label}」写得不完整。{self.help}"
        if self.is_reason and len(_said(value, self.formulas)) < LEAST_REASON:
            return f"「{self.label}」只有套话，没有写这件申请的事实和理由。{self.help}"
        return ""


def one_of(*words: str) -> tuple[tuple[str, str], ...]:
    """Choices whose value is what the letter says."""
    return tuple((word, word) for word in words)


_EMPTY = ("依法", "依规", "根据规定", "按照规定", "有关规定", "见附件", "同上", "不予公开", "不宜公开", "内部信息")


def _said(text: str, formulas: tuple[str, ...]) -> str:
    """What is left of an answer without formulas and punctuation."""
    left = re.sub(r"[\W_]", "", text)
    for formula in sorted((*formulas, *_EMPTY), key=len, reverse=True):
        left = left.replace(re.sub(r"[\W_]", "", formula), "")
    return left
