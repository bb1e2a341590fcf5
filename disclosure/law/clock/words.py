"""What the law says of each step, in words that can be read to an applicant."""

from datetime import date

from disclosure.law.choices.applications import StepKind

K = StepKind
LABELS = {str(kind): str(kind.label) for kind in K}

RULES = {
    K.RECEIVED: "条例第三十一条、第三十三条：收到申请的当天不算，从下一个工作日起 {days} 个工作日内答复。",
    K.CORRECTION_ASKED: "条例第三十条：申请内容不明确，一次性告知补正；等待补正期间不计算答复期限。",
    K.CORRECTED: "条例第三十条：收到补正的申请，从下一个工作日起重新计算 {days} 个工作日，以前用去的日子不算。",
    K.THIRD_PARTY_ASKED: "条例第三十二条、第三十三条：征求第三方意见所需时间不计算在期限内；"
    "第三方自收到征求意见书之日起 15 个工作日（至 {limit}）不答复的，由行政机关决定。",
    K.AGENCY_ASKED: "条例第三十三条、第三十四条：征求其他机关意见所需时间不计算在期限内；"
    "自收到征求意见书之日起 15 个工作日（至 {limit}）不答复的，视为同意公开。",
    K.EXTENDED: "条例第三十三条：经负责人同意并告知申请人，在当前期限之后延长 {days} 个工作日。",
    K.FEE_NOTICED: "条例第四十二条、《政府信息公开信息处理费管理办法》第七条：从通知收费到缴费不计算期限，"
    "缴费后重新计算；"
    "申请人自收到通知次日起 20 个工作日（至 {limit}）不缴费的，视为放弃申请。",
    K.FEE_PAID: "《政府信息公开信息处理费管理办法》第七条：申请人已经缴费，从下一个工作日起重新计算 {days} 个工作日，"
    "以前用去的日子不算。",
    K.REASONS_ASKED: "条例第三十五条：申请的数量、频次明显超过合理范围，可以要求说明理由；答复期限照常计算。",
    K.REASONS_GIVEN: "条例第三十五条：申请人说明了理由；理由不合理的不予处理，"
    "合理而不能按期答复的可以确定延迟答复的合理期限。",
    K.CONCLUDED: "条例第三十三条、第三十六条：已经作出答复；答复发出以前，期限照常计算。",
    K.REPLY_SENT: "条例第三十三条：答复已经发出，期限到此为止。",
    K.WITHDRAWN: "申请人撤回申请，不再需要答复。",
    K.REOPENED: "依复议决定、法院判决或者自行纠正重新办理，从下一个工作日起 {days} 个工作日内重新答复，"
    "以前的日子不算。",
}
DELAYED = "条例第三十五条：理由合理而不能按期答复，确定延迟答复的合理期限，在当前期限之后延长 {days} 个工作日。"
ANSWERED = {
    K.THIRD_PARTY_ANSWERED: "条例第三十二条、第三十三条：第三方已经答复，从下一个工作日起继续计算。",
    K.AGENCY_ANSWERED: "条例第三十三条、第三十四条：其他机关已经答复，从下一个工作日起继续计算。",
}
UNSERVED = "还没有送达记录，从发出之日暂计，登记送达后按送达之日计算。"
DELIVERED = {
    K.CORRECTION_ASKED: "条例第三十条：补正告知已经送达，合理期限 {days} 个工作日，至 {limit}。",
    K.THIRD_PARTY_ASKED: "条例第三十二条：征求意见书已经送达，第三方 15 个工作日内（至 {limit}）答复。",
    K.AGENCY_ASKED: "条例第三十四条：征求意见书已经送达，其他机关 15 个工作日内（至 {limit}）答复。",
    K.FEE_NOTICED: "《政府信息公开信息处理费管理办法》第七条：收费通知已经送达，"
    "申请人 20 个工作日内（至 {limit}）缴费。",
    K.REASONS_ASKED: "条例第三十五条：说明理由告知已经送达，期限 {days} 个工作日，至 {limit}；答复期限照常计算。",
}
REASONS_WITHOUT_PERIOD = "条例第三十五条：说明理由告知已经送达；没有登记给予的期限（天数），不能认定逾期不说明理由。"
DELIVERED_WITHOUT_PERIOD = "条例第三十条：补正告知已经送达；没有登记给予的合理期限（天数），不能认定逾期不补正。"
WAITING: dict[str, str] = {
    K.THIRD_PARTY_ASKED: "等待第三方答复",
    K.AGENCY_ASKED: "等待其他机关答复",
    K.FEE_NOTICED: "等待申请人缴费",
}
STILL_WAITING = "还有其他意见在等待，期限继续暂停。"
ANSWERED_LATE = "答复时 15 个工作日已满，期限已从 {limit} 之后继续计算，不受这次答复影响。"
NOT_COUNTED = "这一步不影响期限。"
CLOSED_UNCORRECTED = "条例第三十条：等待补正期间办结；申请人无正当理由逾期不补正的，不再处理。"
CLOSED_UNPAID = "《政府信息公开信息处理费管理办法》第七条：等待缴费期间办结；申请人逾期未缴费的，视为放弃申请。"
CLOSED_AFTER_WITHDRAWAL = "申请人撤回后办结，不再需要答复。"


def day(on: date) -> str:
    """Format as 「2026年3月2日」."""
    return f"{on.year}年{on.month}月{on.day}日"


def finding(step: str, on: date, why: str) -> str:
    """Make the sentence about a step that is out of order."""
    return f"{day(on)}「{LABELS[step]}」：{why}"
