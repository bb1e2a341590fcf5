"""How far an application is and how it ended, in sentences for the applicant: what happened and what it means for them.

The rows of the annual report's table 3 are not made for citizens; these sentences say the same in plain words.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import SILENCE, Standing, Timeline
from disclosure.law.clock.reasons import is_past
from disclosure.law.workdays import Calendar

from .outcomes import Outcome

STATES = {
    Standing.NOT_RECEIVED: "待确认收到",
    Standing.RUNNING: "办理中",
    Standing.UNCORRECTED: "等待您补正",
    Standing.UNPAID: "等待您缴费",
    Standing.DECIDED: "办理中",  # a decision is no reply before it has gone out
    Standing.CLOSED: "已办结",
    Standing.WITHDRAWN: "已撤回",
}

OUTCOMES = {
    Outcome.DISCLOSED: "您申请的信息已向您公开。",
    Outcome.PARTLY: "您申请的信息已部分公开，不能公开的部分作了区分处理。",
    Outcome.STATE_SECRET: "您申请的信息属于国家秘密，依法不能公开。",
    Outcome.OTHER_LAW: "您申请的信息是法律、行政法规禁止公开的，不能公开。",
    Outcome.SAFETY: "您申请的信息公开后可能危及国家安全、公共安全、经济安全或者社会稳定，不能公开。",
    Outcome.THIRD_PARTY: "您申请的信息涉及他人的商业秘密或者个人隐私，公开会损害他人的合法权益，没有公开。",
    Outcome.INTERNAL: "您申请的信息是机关人事、后勤或者内部工作流程方面的信息，没有公开。",
    Outcome.PROCESS: "您申请的信息是讨论记录、过程稿、磋商信函或者请示报告一类的过程性信息，没有公开。",
    Outcome.ENFORCEMENT_FILE: "您申请的信息属于行政执法案卷，没有公开。",
    Outcome.INQUIRY: "查询您要的这类资料，法律、行政法规另有规定，请按规定的办法查询。",
    Outcome.NOT_HELD: "本机关没有掌握您申请的信息，不能提供。",
    Outcome.NEEDS_MAKING: "您申请的信息没有现成的，要另外加工、分析才能得到，不能提供。",
    Outcome.STILL_UNCLEAR: "您补正以后，申请的内容仍然不明确，无法查找，不能提供。",
    Outcome.PETITION: "您提出的是信访、投诉或者举报事项，不按政府信息公开申请办理，请通过相应的渠道提出。",
    Outcome.REPEATED: "您以前申请过同样的信息，本机关已经答复，这次不再重复办理。",
    Outcome.PUBLICATION: "您要的是公报、报刊、书籍一类的公开出版物，请通过出版物的渠道获取。",
    Outcome.EXCESSIVE: "您申请的数量、次数明显超过合理范围，又没有合理的理由，本机关不再办理这件申请。",
    Outcome.CONFIRMATION: "您要求确认或者重新出具已经得到的信息，本机关不予办理。",
    Outcome.NOT_CORRECTED: "您没有在期限内补正，也没有正当理由，本机关不再办理这件申请；还需要的，可以重新申请。",
    Outcome.NOT_PAID: "您没有在期限内缴纳信息处理费，视为放弃申请，本机关不再办理；还需要的，可以重新申请。",
    Outcome.OTHER: "这件申请已经按其他情形办理完毕。",
}
PUBLIC_ALREADY = "您申请的信息早已主动公开，可以直接查阅。"  # 条例 art. 36(1)
NO_OUTCOME = "这件申请已经办结。"


@dataclass(frozen=True, slots=True)
class Ended:
    """What the record says of the end. `has_reply`: whether the letter of reply can be had below."""

    outcome: str = ""
    is_public_already: bool = False
    has_reply: bool = False


def meaning(timeline: Timeline, ended: Ended, today: date, calendar: Calendar) -> str:
    """Say what an application's state means for its applicant on a day; what was decided only once it was sent."""
    match timeline.standing:
        case Standing.NOT_RECEIVED:
            return "申请已经提交，本机关会与您确认收到；从确认之日起计算答复期限。"
        case Standing.UNCORRECTED:
            return _uncorrected(timeline, today, calendar)
        case Standing.UNPAID:
            return _unpaid(timeline, today)
        case Standing.CLOSED:
            return _closed(timeline, ended)
        case Standing.WITHDRAWN:
            return "您已撤回这件申请，本机关不再办理；还需要的，可以重新申请。"
    return _owed(timeline, today)


def last_download_day(sent_on: date, days: int) -> date | None:
    """The last day on which files can be had online, so many days after the reply was sent; None for 0 days."""
    return sent_on + timedelta(days=days) if days else None


def _owed(timeline: Timeline, today: date) -> str:
    decided = timeline.standing == Standing.DECIDED
    says = "答复已经作出，还没有发出；发出以后，可以在这里看到结果。" if decided else "本机关正在办理您的申请。"
    if timeline.due_on is None:
        return says
    if is_past(timeline.due_on, today):
        return (
            f"{says}答复期限到 {timeline.due_on} 为止，已经过了，请向公开工作机构询问；"
            "也可以依法投诉、举报，申请行政复议或者提起行政诉讼（条例第五十一条）。"
        )
    until = f"答复期限已经延长到 {timeline.due_on}" if timeline.is_extended else f"最迟 {timeline.due_on} 答复您"
    return f"{says}{until}。"


def _uncorrected(timeline: Timeline, today: date, calendar: Calendar) -> str:
    correction = timeline.corrections[-1]
    says = "您的申请还不够明确，请按补正告知书补充说明。补正以前，答复期限不计算。"
    limit = correction.limit(calendar)
    if limit is None:
        within = f"自收到补正告知书之日起 {correction.days} 个工作日内" if correction.days else "按补正告知书写明的期限"
        return f"{says}请{within}补正。"
    if limit < today:
        return f"{says}补正期限到 {limit} 为止，已经过了，请尽快与公开工作机构联系，没有正当理由不补正的，不再办理。"
    return f"{says}请在 {limit} 以前（含当日）补正。"


def _unpaid(timeline: Timeline, today: date) -> str:
    says = "办理这件申请要收取信息处理费，金额和缴费方式见收费通知书。"
    unpaid = [wait for wait in timeline.waits if wait.kind == StepKind.FEE_NOTICED and not wait.is_answered]
    if not unpaid or unpaid[-1].delivered_on is None:
        days = SILENCE[StepKind.FEE_NOTICED]
        return f"{says}请自收到通知的次日起 {days} 个工作日内缴费，逾期不缴的，视为放弃申请。"
    limit = unpaid[-1].limit
    if limit < today:
        return f"{says}缴费期限到 {limit} 为止，已经过了，请尽快与公开工作机构联系，逾期不缴的，视为放弃申请。"
    return f"{says}请在 {limit} 以前（含当日）缴费，逾期不缴的，视为放弃申请。"


def _closed(timeline: Timeline, ended: Ended) -> str:
    says = OUTCOMES[Outcome(ended.outcome)] if ended.outcome else NO_OUTCOME
    if ended.outcome == Outcome.DISCLOSED and ended.is_public_already:
        says = PUBLIC_ALREADY
    sent = f"答复已于 {timeline.sent_on} 发出。" if timeline.sent_on else ""
    return f"{says}{'答复书可以在下面下载。' if ended.has_reply else sent}"
