"""What the writer of a letter is asked, for one application, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from disclosure.errors import Refused
from disclosure.law.applications.outcomes import ORGANISATIONS, ApplicantKind, Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kept_words import against_remedies
from disclosure.law.letters.kinds import PARTS, TELLS_OF, reply_parts, variant_of
from disclosure.law.letters.parts import Part
from disclosure.law.letters.reasons import NOWHERE, REPLIED
from disclosure.law.letters.remedies import Remedies, remedies
from disclosure.law.letters.wording import Wording, labels_in, wording
from disclosure.models import Application, Authority, Party

from .approved import extension_approved_on, require_decision_approved
from .facts import has_objection, record_of, recorded_facts
from .repeated import earlier_parts
from .state import last_step, require_makeable

K = LetterKind
LONGEST = 5000  # characters of one part


def parts_for(application: Application, kind: LetterKind, *, on: date, party: Party | None = None) -> tuple[Part, ...]:
    """The parts that a letter of this kind asks for, with defaults.

    Raises Refused where it cannot be made, whatever is answered: where the record lacks what it tells of.
    """
    require_makeable(application, kind, on=on, party=party)
    if kind == K.REPLY:
        return _reply_parts(application, on)
    if kind == K.CORRECTION:
        correction_days(application)
    if kind == K.EXTENSION and (step := last_step(application, StepKind.EXTENDED)):
        extension_approved_on(application, step)
    offered = _said_before(application, kind)
    if party is not None:
        offered["matter"] = party.matter or application.content
    if kind in {K.SUPPLEMENT, K.THIRD_PARTY_TOLD}:
        offered["remedies"] = remedies_of(application, on, kind).text
    return tuple(replace(part, initial=offered.get(part.name, part.initial)) for part in PARTS.get(kind, ()))


# Letter → its part that was typed with the act already.
_TYPED = {K.CORRECTION: "matters", K.REASONS: "excess"}


def _said_before(application: Application, kind: LetterKind) -> dict[str, str]:
    """Offer what was typed with the action again."""
    step = last_step(application, TELLS_OF[kind]) if kind in _TYPED else None
    return {_TYPED[kind]: step.note} if step and step.note else {}


def correction_days(application: Application) -> int:
    """The reasonable period that the step gives (条例 art. 30), in working days. Raises Refused where it has none."""
    step = last_step(application, StepKind.CORRECTION_ASKED)
    if step is None or not step.days:
        raise Refused(
            "「补正告知」没有登记给予的合理期限（天数），补正告知书不能写期限（条例第三十条）。"
            "请先在「办理步骤」中补填天数。"
        )
    return step.days


def reasons_days(application: Application) -> int:
    """The period for the applicant's reasons that the step gives, in working days. Raises Refused where it has none."""
    step = last_step(application, StepKind.REASONS_ASKED)
    if step is None or not step.days:
        raise Refused(
            "「说明理由告知」没有登记期限（天数），说明理由告知书不能写期限（条例第三十五条）。请先呈批「更正登记」补填天数。"
        )
    return step.days


def _reply_parts(application: Application, on: date) -> tuple[Part, ...]:
    outcome = outcome_of(application)
    require_decision_approved(application)
    lacks_ground = outcome == Outcome.PARTLY and not application.withheld_as
    parts = reply_parts(
        outcome,
        withheld_as=application.withheld_as,
        is_public_already=application.is_public_already,
        has_objection=has_objection(application),
    )
    if outcome == Outcome.REPEATED:
        parts = (*earlier_parts(application), *parts)
    known_facts(application)
    you = you_of(application)
    offered = {"remedies": "" if lacks_ground else remedies_of(application, on, K.REPLY).text}
    if not (lacks_ground or any(part.name == "holder" for part in parts)):  # else the words follow from the choice
        words = words_of(application)
        offered |= {"finding": sentence(words.finding, you), "ground": words.ground}
        offered["decision"] = words.decision.format(you=you)
    return tuple(replace(part, initial=offered.get(part.name) or part.initial) for part in parts)


def known_facts(application: Application) -> dict[str, str]:
    """What its reply will say out of the record, by the names of the gaps. Raises Refused where the record lacks it.

    Without the reasons of a third party and the choice of an earlier reply, which the writer adds.
    """
    if application.outcome == Outcome.PARTLY and not application.withheld_as:
        return {}
    words = words_of(application, holder=NOWHERE)
    labels = [one for one in labels_in(words.finding, words.decision) if one != REPLIED]
    return recorded_facts(record_of(application, you_of(application)), labels)


def outcome_of(application: Application) -> Outcome:
    """Its outcome. Raises Refused where it has none."""
    if not application.outcome:
        raise Refused(f"申请「{application}」还没有办理结果，不能生成答复书。请先作出办理决定。")
    return Outcome(application.outcome)


def words_of(application: Application, *, withheld_as: str = "", holder: str = "") -> Wording:
    """The standard wording of its outcome."""
    variant = variant_of(application.outcome, is_public_already=application.is_public_already, holder=holder)
    return wording(application.outcome, variant=variant, withheld_as=withheld_as or application.withheld_as)


def sentence(finding: str, you: str) -> str:
    """「经审查，你申请公开的…」; a finding that says how it was made needs no such beginning."""
    return f"经审查，{finding}".format(you=you) if finding.startswith("{you}") else finding.format(you=you)


def you_of(application: Application) -> str:
    """你, or 你单位; 其他 may be either."""
    if application.applicant_kind in ORGANISATIONS:
        return "你单位"
    return "你" if application.applicant_kind == ApplicantKind.NATURAL else "你（单位）"


def bodies_of(authority: Authority, kind: LetterKind) -> tuple[str, str]:
    """The bodies of review and lawsuit. Raises Refused where they are not set."""
    return require_set(authority, "review_body", kind), require_set(authority, "court", kind)


def remedies_of(application: Application, on: date, kind: LetterKind, withheld_as: str = "") -> Remedies:
    """The remedies against a letter of that day. Raises Refused where the bodies are not set."""
    bodies = bodies_of(application.authority, kind)
    if kind == K.THIRD_PARTY_TOLD:  # what is attacked is that it is given out
        return remedies(Outcome.DISCLOSED, "", on, *bodies, letter="告知书")
    return remedies(outcome_of(application), withheld_as or application.withheld_as, on, *bodies)


def require_set(authority: Authority, name: str, kind: LetterKind) -> str:
    """A required text of the authority. Raises Refused, naming the field to fill."""
    if not (value := str(getattr(authority, name)).strip()):
        label = Authority._meta.get_field(name).verbose_name
        raise Refused(
            f"《{kind.label}》须写明「{label}」。请先在「设置」的「行政机关」中填写「{authority}」的「{label}」。"
        )
    return value


# --- What was answered --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """The answers by name, or the defaults. `changed`: names whose default was changed."""

    values: Mapping[str, str]
    changed: frozenset[str]

    def of(self, name: str) -> str:
        return self.values.get(name, "")


def heard(parts: Sequence[Part], said: Mapping[str, str] | None) -> Said:
    """Check the answers. Raises Refused, naming the part, for a blank required one or an invalid one.

    What was answered to a question that the other answers make none is left out.
    """
    given = {part.name: (said or {}).get(part.name, part.initial).strip() for part in parts}
    asked = [part for part in parts if part.is_asked(given)]
    for part in asked:
        _require_answer(part, given[part.name])
    values = {part.name: given[part.name] for part in asked}
    folded = {part.name: _folded(part.initial) for part in asked}
    changed = frozenset(name for name, value in values.items() if value and _folded(value) != folded[name])
    return Said(values, changed)


def _require_answer(part: Part, value: str) -> None:
    if part.required and not value:
        article = f"（{part.article}）" if part.article else ""
        raise Refused(f"请填写「{part.label}」{article}。{part.help}在「文书」下生成这份文书的表格中填写。")
    if value and (wrong := part.against(value)):
        raise Refused(wrong)
    if len(value) > LONGEST:
        raise Refused(f"「{part.label}」超过 {LONGEST} 字，请精简后再生成文书。")


def _folded(text: str) -> str:
    """Normalize line breaks, which browsers send in several ways."""
    return "\n".join(text.split())


def remedies_fields(found: Remedies, said: Said) -> dict[str, str]:
    """The fields of the remedies, in the writer's own words where they keep bodies and periods. Raises Refused."""
    changed = said.of("remedies") if "remedies" in said.changed else ""
    if changed and (why := against_remedies(found, changed)):
        raise Refused(why)
    return found.fields(changed)
