"""What a letter tells of has to stand in the record, to have happened by its day, and still to be so.

A letter is never made as of today about what was: a request for correction after the correction came in would tell the
applicant to do what is done.
"""

from datetime import date

from disclosure.desk.applications.telling import PARTY_KINDS
from disclosure.errors import Refused
from disclosure.law.applications.outcomes import RELEASED
from disclosure.law.choices.applications import PartyAnswer, PartyKind, StepKind
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock import reopened_on
from disclosure.law.letters.kinds import OF_PARTY, OVERTAKEN_BY, TELLS_OF, WHILE_OPEN
from disclosure.models import Application, Letter, Party, Step

K = LetterKind
ANSWERED = {
    StepKind.THIRD_PARTY_ASKED: StepKind.THIRD_PARTY_ANSWERED,
    StepKind.AGENCY_ASKED: StepKind.AGENCY_ANSWERED,
}
KEPT_ELSEWHERE = "当时发出的文书，请扫描后在「材料」中上传。"


def require_makeable(application: Application, kind: LetterKind, *, on: date, party: Party | None) -> None:
    """Refuse a letter about what is not in the record, did not happen by its day, or is so no more."""
    _require_application(application, on)
    if kind in OF_PARTY:
        _require_party(application, kind, on, party)
    if kind in WHILE_OPEN and application.outcome:
        raise Refused(
            f"申请「{application}」已于 {application.concluded_on} 办结，不能再出具《{kind.label}》。{KEPT_ELSEWHERE}"
        )
    if kind in TELLS_OF:
        _require_step(application, kind, on)
    elif kind == K.ASKING_NOTICE:
        _require_day(kind, on, min(one.on for one in open_questions(application)), "征求意见")
    elif kind == K.REPLY:
        _require_decision(application, on)
    elif kind == K.SUPPLEMENT:
        earlier = sent_reply(application)
        _require_day(kind, on, earlier.sent_on or on, "答复书发出")


def _require_application(application: Application, on: date) -> None:
    if application.erased_on:
        raise Refused(f"申请「{application}」的个人信息已于 {application.erased_on} 清除，不能再生成文书。")
    if application.received_on is None:
        raise Refused(f"申请「{application}」还没有确认收到，请先确认收到再生成文书。")
    if on < application.received_on:
        raise Refused(f"落款日期 {on} 早于收到日期 {application.received_on}，请核对。")


def _require_day(kind: LetterKind, on: date, since: date, what: str) -> None:
    if on < since:
        raise Refused(f"{since} 才有「{what}」，《{kind.label}》的落款日期 {on} 早于这一天，请核对。")


def steps_since(application: Application, *, until: date | None = None) -> list[Step]:
    """The steps of this handling: since it was last reopened, and up to a day."""
    steps = list(application.steps.all())
    again = reopened_on(steps) or date.min
    return [one for one in steps if one.on > again and (until is None or one.on <= until)]


def last_step(application: Application, kind: StepKind, *, until: date | None = None) -> Step | None:
    """The last step of a kind in this handling."""
    return max((one for one in steps_since(application, until=until) if one.kind == kind), key=_on, default=None)


def _on(step: Step) -> date:
    return step.on


def _require_step(application: Application, kind: LetterKind, on: date) -> None:
    step = last_step(application, TELLS_OF[kind])
    if step is None:
        name = TELLS_OF[kind].label
        raise Refused(f"还没有登记「{name}」，不能生成《{kind.label}》。请先在「办理」中登记，再生成文书。")
    _require_day(kind, on, step.on, step.get_kind_display())
    if later := overtaken_by(application, kind):
        said = f"{later.on} 已登记「{later.get_kind_display()}」"
        raise Refused(f"{said}，不能再出具《{kind.label}》。{KEPT_ELSEWHERE}")


def overtaken_by(application: Application, kind: LetterKind) -> Step | None:
    """The step after which the letter would not be true any more; None where there is none."""
    step = last_step(application, TELLS_OF[kind])
    later = (one for one in steps_since(application) if step and one.on >= step.on)
    return next((one for one in later if one.kind in OVERTAKEN_BY.get(kind, ())), None)


def require_not_overtaken(letter: Letter) -> None:
    """Refuse to send what was overtaken since it was made: the applicant would be told to do what is done."""
    kind = K(letter.kind)
    if kind in TELLS_OF and (later := overtaken_by(letter.application, kind)):
        said = f"{later.on} 已登记「{later.get_kind_display()}」"
        raise Refused(f"{said}，「{letter}」不能再发出；请作废。{KEPT_ELSEWHERE}")


def open_questions(application: Application) -> list[Step]:
    """The steps that ask a third party or an agency, and are not answered. Raises Refused where there is none."""
    steps = steps_since(application)
    if not any(one.kind in PARTY_KINDS for one in steps):
        raise Refused("还没有登记征求第三方或者其他机关意见，不能生成征求意见告知书。请先登记征求意见。")
    waiting = unanswered(application)
    if not waiting:
        raise Refused(f"征求意见已经得到答复或者期满，不能再告知正在征求意见。{KEPT_ELSEWHERE}")
    return waiting


def unanswered(application: Application) -> list[Step]:
    """The steps of this handling that ask others, and are not answered."""
    steps = steps_since(application)
    return [one for one in steps if one.kind in PARTY_KINDS and _is_waiting(application, one, steps)]


def _is_waiting(application: Application, question: Step, steps: list[Step]) -> bool:
    """By whom was asked that day; by the steps alone where nobody is recorded."""
    kind = StepKind(question.kind)
    parties = [one for one in application.parties.all() if (one.kind, one.asked_on) == (PARTY_KINDS[kind], question.on)]
    if parties:
        return any(not one.answer for one in parties)
    return not any(one.kind == ANSWERED[kind] and one.on >= question.on for one in steps)


def _require_party(application: Application, kind: LetterKind, on: date, party: Party | None) -> None:
    wanted = PartyKind.AGENCY if kind == K.AGENCY_ASKED else PartyKind.THIRD_PARTY
    if party is None or party.application_id != application.pk or party.kind != wanted:
        raise Refused(f"《{kind.label}》须对应这件申请的一个{wanted.label}，请先登记征求意见的对象。")
    _require_day(kind, on, party.asked_on, "征求意见")
    if kind == K.THIRD_PARTY_TOLD:
        _require_told(application, on, party)
    elif party.answer:
        said = f"{party.get_answer_display()}，{party.answered_on}" if party.answered_on else party.get_answer_display()
        raise Refused(f"对方的意见已经登记（{said}），不能再出具《{kind.label}》。{KEPT_ELSEWHERE}")


def _require_told(application: Application, on: date, party: Party) -> None:
    """条例 art. 32: told is whose objection or silence is passed over, after the decision."""
    kind = K.THIRD_PARTY_TOLD
    if application.outcome not in RELEASED:
        raise Refused(f"还没有决定公开，不能生成《{kind.label}》。请先作出公开的决定。")
    if party.answer not in (PartyAnswer.OBJECTS, PartyAnswer.SILENT):
        said = "第三方同意公开，不用书面告知" if party.answer else "第三方的意见还没有登记，请先登记"
        raise Refused(f"不能生成《{kind.label}》：{said}（条例第三十二条）。")
    _require_day(kind, on, application.concluded_on or on, "公开的决定")


def is_withdrawn(application: Application) -> bool:
    """Whether the applicant withdrew it in this handling: nothing is replied then."""
    return last_step(application, StepKind.WITHDRAWN) is not None


def _require_decision(application: Application, on: date) -> None:
    if not application.outcome or application.concluded_on is None:
        raise Refused(f"申请「{application}」还没有办理结果，不能生成答复书。请先作出办理决定。")
    if is_withdrawn(application):
        raise Refused(f"申请「{application}」已由申请人撤回，不出具答复书，请生成《{K.TERMINATION.label}》。")
    _require_day(K.REPLY, on, application.concluded_on, "办理结果")


def sent_reply(application: Application) -> Letter:
    """The last 答复书 that went out and holds. Raises Refused where there is none."""
    sent = [one for one in application.letters.all() if one.kind == K.REPLY and one.sent_on and not one.voided_on]
    if not sent:
        raise Refused("这件申请还没有发出答复书，不能生成补充答复书。请先生成并发出答复书。")
    return max(sent, key=lambda one: (one.sent_on or date.min, one.pk))
