"""What the writer of a letter is asked, for one application, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from disclosure.errors import Refused
from disclosure.law.applications.outcomes import ORGANISATIONS, ApplicantKind, Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import PARTS, reply_parts, variant_of
from disclosure.law.letters.remedies import WITHHOLDING, Remedies, remedies
from disclosure.law.letters.wording import GAPS, Part, Wording, wording
from disclosure.models import Application, Authority, Party

K = LetterKind
LONGEST = 5000  # characters of one part


def parts_for(application: Application, kind: LetterKind, *, on: date, party: Party | None = None) -> tuple[Part, ...]:
    """The parts that a letter of this kind asks for, with defaults. Raises Refused where it cannot be made."""
    if kind == K.REPLY:
        return _reply_parts(application, on)
    found = PARTS.get(kind, ())
    offered = _said_before(application, kind)
    if party is not None:
        offered["matter"] = party.matter or application.content
    if kind in {K.SUPPLEMENT, K.THIRD_PARTY_TOLD}:
        offered["remedies"] = remedies_of(application, on, kind).text
    return tuple(replace(part, initial=offered.get(part.name, part.initial)) for part in found)


# Letter → its part that was typed with the act already, and that act's step.
_TYPED = {K.CORRECTION: ("matters", StepKind.CORRECTION_ASKED), K.REASONS: ("excess", StepKind.REASONS_ASKED)}


def _said_before(application: Application, kind: LetterKind) -> dict[str, str]:
    """Offer what was typed with the action again."""
    name, step = _TYPED.get(kind, ("", None))
    steps = [one for one in application.steps.all() if one.kind == step and one.note]
    if not steps:
        return {}
    period = {"period": f"{steps[-1].days}个工作日"} if steps[-1].days else {}
    return {name: steps[-1].note, **period}


def _reply_parts(application: Application, on: date) -> tuple[Part, ...]:
    outcome = outcome_of(application)
    lacks_ground = outcome == Outcome.PARTLY and not application.withheld_as
    # What is withheld is not known yet: the words of the first ground stand in, and are changed with the choice.
    words = words_of(application, withheld_as=application.withheld_as or WITHHOLDING[0])
    you = you_of(application)
    offered = {
        "circumstance": f"{you}已撤回申请" if _is_withdrawn(application) else "",
        "finding": sentence(words.finding, you),
        "ground": words.ground,
        "decision": words.decision.format(you=you),
        "remedies": "" if lacks_ground else remedies_of(application, on, K.REPLY).text,
    }
    if lacks_ground:
        offered |= {"finding": "", "ground": ""}
    asked = reply_parts(words, lacks_ground=lacks_ground, may_be_elsewhere=outcome == Outcome.NOT_HELD)
    if lacks_ground:  # which of them the ground needs is not known yet
        asked = (*asked[:1], *(replace(GAPS[label], required=False) for label in _OF_SOME_GROUNDS), *asked[1:])
    return tuple(replace(part, initial=offered.get(part.name) or part.initial) for part in asked)


_OF_SOME_GROUNDS = ("禁止公开的规定", "公开的后果")


def outcome_of(application: Application) -> Outcome:
    """Its outcome. Raises Refused where it has none."""
    if not application.outcome:
        raise Refused(f"申请「{application}」还没有办理结果，不能生成答复书。请先作出办理决定。")
    return Outcome(application.outcome)


def words_of(application: Application, *, withheld_as: str = "", other_body: str = "") -> Wording:
    """The standard wording of its outcome."""
    variant = variant_of(application.outcome, is_public_already=application.is_public_already, other_body=other_body)
    return wording(application.outcome, variant=variant, withheld_as=withheld_as or application.withheld_as)


def sentence(finding: str, you: str) -> str:
    """「经审查，你申请公开的…」; a finding that says how it was made needs no such beginning."""
    return f"经审查，{finding}".format(you=you) if finding.startswith("{you}") else finding.format(you=you)


def you_of(application: Application) -> str:
    """你, or 你单位; 其他 may be either."""
    if application.applicant_kind in ORGANISATIONS:
        return "你单位"
    return "你" if application.applicant_kind == ApplicantKind.NATURAL else "你（单位）"


def remedies_of(application: Application, on: date, kind: LetterKind, withheld_as: str = "") -> Remedies:
    """The remedies against a letter of that day. Raises Refused where the bodies are not set."""
    authority = application.authority
    for name in ("review_body", "court"):
        require_set(authority, name, kind)
    given = (authority.review_body, authority.court)
    if kind == K.THIRD_PARTY_TOLD:  # what is attacked is that it is given out
        return remedies(Outcome.DISCLOSED, "", on, *given, letter="告知书")
    return remedies(outcome_of(application), withheld_as or application.withheld_as, on, *given)


def require_set(authority: Authority, name: str, kind: LetterKind) -> str:
    """A required text of the authority. Raises Refused, naming the field to fill."""
    if not (value := str(getattr(authority, name)).strip()):
        label = Authority._meta.get_field(name).verbose_name
        raise Refused(
            f"《{kind.label}》须写明「{label}」。请先在「设置」的「行政机关」中填写「{authority}」的「{label}」。"
        )
    return value


def _is_withdrawn(application: Application) -> bool:
    return any(one.kind == StepKind.WITHDRAWN for one in application.steps.all())


# --- What was answered --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """The answers by name, or the defaults. `changed`: names whose default was changed."""

    values: Mapping[str, str]
    changed: frozenset[str]

    def of(self, name: str) -> str:
        return self.values.get(name, "")


def heard(parts: Sequence[Part], said: Mapping[str, str] | None) -> Said:
    """Check the answers. Raises Refused, naming the part, for a blank required one or an invalid one."""
    given = said or {}
    values = {part.name: given.get(part.name, part.initial).strip() for part in parts}
    for part in parts:
        value = values[part.name]
        if part.required and not value:
            raise Refused(f"请填写「{part.label}」。{part.help}")
        if part.choices and value and value not in dict(part.choices):
            raise Refused(f"「{part.label}」不在可选的范围内，请从列出的选项中选择。")
        if len(value) > LONGEST:
            raise Refused(f"「{part.label}」超过 {LONGEST} 字，请精简后再生成文书。")
    folded = {part.name: _folded(part.initial) for part in parts}
    changed = frozenset(name for name, value in values.items() if value and _folded(value) != folded[name])
    return Said(values, changed)


def _folded(text: str) -> str:
    """Normalize line breaks, which browsers send in several ways."""
    return "\n".join(text.split())
