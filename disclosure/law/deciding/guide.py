"""The guided decision: each answer leads to the next question or to exactly one outcome."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from disclosure.law.applications.outcomes import Outcome


class GuideQuestion(TextChoices):
    """The five questions, in their order (苏政办函〔2019〕98号)."""

    COMPLETE = "complete", "补不补"
    PROPER = "proper", "该不该"
    HELD = "held", "有没有"
    GIVEN = "given", "给不给"
    FITTING = "fitting", "当不当"


PURPOSES: dict[GuideQuestion, str] = {
    GuideQuestion.COMPLETE: "申请内容是否明确，要不要补正",
    GuideQuestion.PROPER: "是不是应由本机关办理的政府信息公开申请",
    GuideQuestion.HELD: "本机关有没有这项信息，找过没有",
    GuideQuestion.GIVEN: "能不能公开，全部还是部分",
    GuideQuestion.FITTING: "答复的形式、方式和用语是否恰当",
}


@dataclass(frozen=True, slots=True)
class GuideVerdict:
    """An outcome. `withheld_as`: the ground for the rest of a partly disclosed one. `advice`: for the reply."""

    outcome: Outcome
    withheld_as: Outcome | None = None
    is_public_already: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """An answer. `then`: the next question's key, or a verdict. `law`: its own legal basis, if any."""

    key: str
    text: str
    then: str | GuideVerdict
    law: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A question with its answers; `law` and `says` are shown above them."""

    key: str
    question: GuideQuestion
    text: str
    law: str
    answers: tuple[GuideAnswer, ...]
    says: str = ""

    def answer(self, key: str | None) -> GuideAnswer | None:
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question with the answer chosen."""

    node: Node
    answer: GuideAnswer


@dataclass(frozen=True, slots=True)
class GuideState:
    """The answers so far, and either the `node` to ask next or the `verdict`."""

    taken: tuple[GivenAnswer, ...]
    node: Node | None
    verdict: GuideVerdict | None


class Guide:
    """Questions by key; the first one starts the guide."""

    def __init__(self, *nodes: Node) -> None:
        self.first = nodes[0]
        self.nodes = {node.key: node for node in nodes}

    def way(self, given: Mapping[str, str]) -> GuideState:
        """Follow the given answers (question's key → answer's key), ignoring those off the path.

        An answer that its question does not have is ignored, and the question is asked again.
        """
        taken: list[GivenAnswer] = []
        node = self.first
        while answer := node.answer(given.get(node.key)):
            taken.append(GivenAnswer(node, answer))
            if isinstance(answer.then, GuideVerdict):
                return GuideState(tuple(taken), None, answer.then)
            node = self.nodes[answer.then]
        return GuideState(tuple(taken), node, None)

    def ways(self) -> Iterator[GuideState]:
        yield from self._ways(self.first, ())

    def _ways(self, node: Node, before: tuple[GivenAnswer, ...]) -> Iterator[GuideState]:
        for answer in node.answers:
            taken = (*before, GivenAnswer(node, answer))
            if isinstance(answer.then, GuideVerdict):
                yield GuideState(taken, None, answer.then)
            else:
                yield from self._ways(self.nodes[answer.then], taken)
