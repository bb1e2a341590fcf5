"""From the words around a figure to the quantity that it claims; None where the words leave it open."""

import re

from disclosure.law.applications.outcomes import ApplicantKind, Outcome, OutcomeGroup

from . import quantities as of
from .quantities import APPLICATIONS, CASES, Quantity

# --- Applications -------------------------------------------------------------

APPLICATION = re.compile(
    r"信息(?:依申请)?公开(?:的)?(?:工作)?(?:书面)?申请|信息公开依申请|依申请|公开申请|申请公开(?:的)?(?:政府)?信息|申请(?:政府)?信息公开|信息申请公开"
    r"|申请的(?:政府)?信息|申请书|信息公开(?:申请)?件"
)
_LOOSE = re.compile(
    r"(?:到|理|收|接|的|结|处理|总共|共|答复|复|有)(?:各类)?申请(?!人|公开|行政|认定)|□(?:个)?申请(?!人)"
)
# What is asked, told, reported or served in other ways; what is listed or published.
NOT_APPLICATION = re.compile(
    r"热线|12345|咨询|诉求|协查|建议|提案|议案|信箱|留言|来访|来电|问政|便民|办件|清单|交办|督办|举报件|投诉件|救济|舆情"
    r"|事项清单|服务事项|目录|指南|许可(?:证)?(?:的)?申请|户籍|救助|补贴|低保|资助|备案|公证|专利|调解|仲裁|法律援助|工单|满意"
    r"|工作机构|人次|平台|网站|公众号|微信|微博|解读|培训|会议|制度|栏目|专栏|文章|阅读|点击|浏览|访问|粉丝"
)
_NEW = re.compile(r"新(?:接)?收|新增|新受理|新接|新申请")
_RECEIVED = re.compile(
    r"收到|接到|接收|受理|收悉|收件|接受|办理|处理|收办|接办|提出|提交|累计|共|有|收□|收取|总数|总量|数量|件数|申请[量数]|申请[量数]"
)
_CONCLUDED = re.compile(r"办结|办理完[毕成]|处理完[毕成]|答复|办复|回复|已(?:经)?办理|完成")
_LATE = re.compile(r"率|超期|逾期(?!不|未)|期限内|延期|延长|补正告知|征求")
_ONLY_SOME = re.compile(
    r"补正|延期|延长|征求|逾期|超期|超时|重点|疑难|复杂|涉及|关于|有关|方面|领域|类(?!申请)|主题|指导|转(?:办|送)|审核|会商"
)

_CARRIED = re.compile(r"结转|转结|转(?:至|到|入|下)|遗留|顺延|滚转|接转")
_FROM = re.compile(r"上一?年|去年|往年|以前年度|上期|历年")
_TO = re.compile(r"下一?年|次年|明年|来年|下期|下一年度")
_PENDING = re.compile(
    r"(?:正在|尚在|仍在|还在|在)(?:依法)?(?:办理|处理)(?:之?中|过程中|当中)?|尚?未(?:办结|到期|到[^，。；]{0,4}期|答复|办理完)|办理中|在办(?!结|理)"
)
_YEAR = re.compile(r"(20\d\d)年(?:度)?")

_GENERIC = re.compile(
    r"公民、?法人(?:、|和|或者?|及|以及)?其他组织|公民、法人|(?:法人(?:或|、|和))?其他组织(?:和|、)公民|信访(?:部门|局)|第三方(?:评估|机构|测评)"
)
_ORGANISATION = re.compile(
    r"法人(?:或者?|和|及|、|与|以及)?(?:其他|其它)?组织|法人(?!代表)|其他组织|组织机构申请|单位申请"
)
_KINDS = (
    (re.compile(r"自然人|公民(?!身份)|个人(?!信息)申请"), (ApplicantKind.NATURAL.value,), "自然人"),
    (re.compile(r"商业企业"), (ApplicantKind.BUSINESS.value,), "商业企业"),
    (re.compile(r"科研机构"), (ApplicantKind.RESEARCH.value,), "科研机构"),
    (re.compile(r"社会公益组织"), (ApplicantKind.CHARITY.value,), "社会公益组织"),
    (re.compile(r"法律服务机构"), (ApplicantKind.LEGAL.value,), "法律服务机构"),
    (_ORGANISATION, of.ORGANISATIONS, "法人或其他组织"),
)
CHANNEL = re.compile(
    r"当面|现场|信函|邮寄|邮递|邮政|传真|网络|网上|网站|互联网|在线|线上|线下|电子邮[件箱]|平台|来信|邮件|EMS|挂号|快递|窗口|书面|系统|渠道"
)

_REFUSED = OutcomeGroup.REFUSED
_OUTCOMES: tuple[tuple[re.Pattern[str], Quantity], ...] = (
    (
        re.compile(r"部分公开|区分处理|部分予以公开|予以部分公开|部分答复公开"),
        of.outcome(Outcome.PARTLY, name="部分公开"),
    ),
    (re.compile(r"国家秘密"), of.outcome(Outcome.STATE_SECRET, name="属于国家秘密")),
    (re.compile(r"法律[、，]?行政法规禁止"), of.outcome(Outcome.OTHER_LAW, name="其他法律行政法规禁止公开")),
    (re.compile(r"三安全一稳定"), of.outcome(Outcome.SAFETY, name="危及“三安全一稳定”")),
    (re.compile(r"第三方(?:合法)?权益"), of.outcome(Outcome.THIRD_PARTY, name="保护第三方合法权益")),
    (re.compile(r"内部(?:管理|事务)"), of.outcome(Outcome.INTERNAL, name="属于三类内部事务信息")),
    (re.compile(r"过程性"), of.outcome(Outcome.PROCESS, name="属于四类过程性信息")),
    (re.compile(r"执法案卷"), of.outcome(Outcome.ENFORCEMENT_FILE, name="属于行政执法案卷")),
    (re.compile(r"(?:行政|属于)查询"), of.outcome(Outcome.INQUIRY, name="属于行政查询事项")),
    (
        re.compile(r"不予公开|不公开|未予公开"),
        of.group(_REFUSED, *(of.plus(f"3.{o.value}.total") for o in Outcome if o.group == _REFUSED)),
    ),
    (
        re.compile(
            r"不掌握|非本?(?:机关|部门|单位|局|委|镇|街道)?(?:掌握|制作|负责)|不属于?本?(?:机关|部门|单位|局)|不是本机关"
        ),
        of.outcome(Outcome.NOT_HELD, name="本机关不掌握相关政府信息"),
    ),
    (
        re.compile(r"(?:没有|无)现成|另行制作|需(?:要)?(?:加工|制作)"),
        of.outcome(Outcome.NEEDS_MAKING, name="没有现成信息需要另行制作"),
    ),
    (
        re.compile(r"补正后?(?:申请)?(?:内容)?仍不明确"),
        of.outcome(Outcome.STILL_UNCLEAR, name="补正后申请内容仍不明确"),
    ),
    (
        re.compile(r"无法提供|不能提供|信息不存在|不存在"),
        of.group(OutcomeGroup.UNAVAILABLE, of.plus("3.not_held.total"), of.plus("3.needs_making.total")),
    ),
    (re.compile(r"信访|举报投诉|投诉举报"), of.outcome(Outcome.PETITION, name="信访举报投诉类申请")),
    (re.compile(r"重复申请"), of.outcome(Outcome.REPEATED, name="重复申请")),
    (re.compile(r"公开出版物"), of.outcome(Outcome.PUBLICATION, name="要求提供公开出版物")),
    (re.compile(r"大量反复|反复申请"), of.outcome(Outcome.EXCESSIVE, name="无正当理由大量反复申请")),
    (
        re.compile(r"确认或(?:者)?重新出具"),
        of.outcome(Outcome.CONFIRMATION, name="要求行政机关确认或重新出具已获取信息"),
    ),
    (
        re.compile(r"逾期不补正|逾期未补正|未(?:按期)?补正"),
        of.outcome(Outcome.NOT_CORRECTED, Outcome.OTHER, name="逾期不补正"),
    ),
    (re.compile(r"逾期未(?:按.{0,8})?缴"), of.outcome(Outcome.NOT_PAID, name="逾期未缴纳费用")),
    (re.compile(r"不予处理"), of.group(OutcomeGroup.NOT_HANDLED)),
    (re.compile(r"其他处理|其它处理|其他方式处理"), of.group(OutcomeGroup.OTHERWISE)),
)
_DISCLOSED = re.compile(
    r"予以公开|同意公开|准予公开|全部公开|完全公开|向社会公开|公开答复|答复公开|(?:^|[中；，])公开□|□(?:给予|依法)?公开(?:答复)?$"
)
DISCLOSED = of.outcome(Outcome.DISCLOSED, name="予以公开")
_MIXED = re.compile(r"(?:公开|答复|处理|提供|掌握)(?:、|和|及|或|以及|与).{0,8}(?:公开|提供|处理|掌握)")


def application(words: str, year: int, *, in_context: bool) -> Quantity | None:  # noqa: PLR0911 one a reading
    """What a figure says of applications. `in_context`: the sentence is known to speak of them."""
    plain = _GENERIC.sub("", words)
    explicit = bool(APPLICATION.search(plain) or _LOOSE.search(plain))
    if not (explicit or in_context):
        return None
    bare = APPLICATION.sub("申请", plain)
    if carried := _carried(bare, year):
        return carried
    if found := _outcome(bare):
        return found
    if NOT_APPLICATION.search(bare) and not (explicit and CHANNEL.search(bare)):
        return None
    if found := _by_kind(bare):
        return found
    if CHANNEL.search(bare) and not re.search(r"(?:累计|共|总)(?:计|共)?(?:收到|受理|接收|办理|收)", bare):
        return None
    return _in_all(bare, explicit=explicit)


def _carried(words: str, year: int) -> Quantity | None:
    if _PENDING.search(words):
        return of.CARRIED_OUT
    if not _CARRIED.search(words) and not re.search(r"下一?年度?(?:继续)?(?:办理|答复)", words):
        return None
    years = {int(match) for match in _YEAR.findall(words)}
    came, goes = bool(_FROM.search(words)) or year - 1 in years, bool(_TO.search(words)) or year + 1 in years
    if came == goes:
        return of.CARRIED
    return of.CARRIED_IN if came else of.CARRIED_OUT


def _outcome(words: str) -> Quantity | None:
    if _MIXED.search(words):
        return None
    for pattern, quantity in _OUTCOMES:
        if pattern.search(words):
            return quantity
    return DISCLOSED if _DISCLOSED.search(words) else None


def _by_kind(words: str) -> Quantity | None:
    named = [(columns, name) for pattern, columns, name in _KINDS if pattern.search(words)]
    return of.received(named[0][0], f"{named[0][1]}申请") if len(named) == 1 else None


def _in_all(words: str, *, explicit: bool) -> Quantity | None:
    concluded, got = _CONCLUDED.search(words), _RECEIVED.search(words)
    if _LATE.search(words) and not concluded:
        return None
    if _ONLY_SOME.search(words):
        return None
    if _NEW.search(words):
        return of.newly()
    if concluded:
        return of.either(of.CONCLUDED, of.received()) if got and re.search("收|受", words) else of.CONCLUDED
    return of.received() if explicit and (got or words.strip("□").endswith("申请")) else None


# --- Reviews and lawsuits -----------------------------------------------------

REVIEW = re.compile(r"复议")
LAWSUIT = re.compile(r"诉讼|起诉|应诉")
_RESULTS = (
    ("upheld", re.compile(r"维持|驳回|胜诉")),
    ("corrected", re.compile(r"纠正|纠错|撤销|责令|败诉|确认违法")),
    ("other", re.compile(r"其他结果|其它结果")),
    ("open", re.compile(r"(?:尚|还)?未审结|审理(?:之)?中|正在审理|未结")),
)
_DIRECT, _AFTER = re.compile(r"未经复议|直接起诉"), re.compile(r"复议后")
_NOT_IN_TABLE = re.compile(
    r"新增|新发生|行政复议(?:案件|申请)?.{0,3}(?:受理|审理)|听证|调解|出庭|应诉人|人大|被告|一审|二审|再审|撤回|终止"
)


def case(words: str, routes: tuple[str, ...]) -> Quantity | None:
    """What a figure says of reviews and lawsuits; `routes` are those that the sentence spoke of last."""
    if _NOT_IN_TABLE.search(words):
        return None
    own = routes_of(words)
    results = [key for key, pattern in _RESULTS if pattern.search(words)]
    if len(results) > 1 or not (own or (routes and results)):
        return None
    chosen = own or tuple(route for route in (*of.REVIEW, *of.LAWSUIT) if route in routes)
    if not results:
        return of.cases(chosen)
    parts = [of.cases(one, results[0]) for one in (of.REVIEW, of.LAWSUIT) if set(one) < set(chosen)]
    return of.either(of.cases(chosen, results[0]), *parts) if parts else of.cases(chosen, results[0])


def routes_of(words: str) -> tuple[str, ...]:
    """The routes that words name: a word nearest to the figure excludes those before it unless joined to it."""
    plain = re.sub(r"未经复议|复议后", "", words)
    review = of.REVIEW if REVIEW.search(plain) else ()
    if not LAWSUIT.search(words):
        return review
    if _DIRECT.search(words):
        return of.DIRECT
    if _AFTER.search(words):
        return of.AFTER
    return (*review, *of.LAWSUIT)


# --- Normative documents, decisions -------------------------------------------

_DOCUMENT = re.compile(r"规范性文件")
_NO_DOCUMENT = re.compile(
    r"解读|信息|审查|审核|备案|清理(?!.{0,6}(?:废止|失效))|类|目录|材料|修[订改]|拟|评估|公开(?!.{0,4}制)|报送|意见|草案|征集|起草|涉及|上级|转发|条□|□条|汇编"
)
_MADE = re.compile(r"制发|制定|出台|印发|新发布|制作|新增|发文")
_REPEALED = re.compile(r"废止|失效")
_IN_FORCE = re.compile(r"现行有效|继续有效|保留|有效(?:的)?(?:行政)?规范性")
_DECISIONS = (("licence", "行政许可"), ("penalty", "行政处罚"), ("coercion", "行政强制"))
_DECIDED = re.compile(r"办理|作出|做出|实施|办结|处理决定|执行")
_PUBLISHED = re.compile(
    r"公[开示布]|发布|信息|清单|事项|权力|目录|推送|归集|双公示|案例|录入|上传|听证|职权|类|涉及|裁量|项□|普通程序|简易|申请|受理|收到"
)


def document(words: str, unit: str, *, in_context: bool) -> Quantity | None:
    """What a figure says of normative documents: made, repealed or in force, never how many were published."""
    if unit not in {"件", "份", "个", "部", "项", ""} or not (_DOCUMENT.search(words) or in_context):
        return None
    acts = [
        act
        for act, pattern in (("in_force", _IN_FORCE), ("repealed", _REPEALED), ("made", _MADE))
        if pattern.search(words)
    ]
    if _NO_DOCUMENT.search(words) or not acts or (len(acts) > 1 and acts[0] != "in_force"):
        return None
    return of.documents(acts[0])


def decision(words: str, unit: str, *, decided: bool) -> Quantity | None:
    """What a figure says of decisions; `decided`: the sentence has said 办理, 作出 or the like."""
    if unit not in {"件", "宗", "起", "例", "次", "份"} or _PUBLISHED.search(words) or APPLICATION.search(words):
        return None
    named = [(key, name) for key, name in _DECISIONS if name in words]
    return of.decisions(*named[0]) if len(named) == 1 and (decided or _DECIDED.search(words)) else None


def says_decided(lead: str) -> bool:
    return bool(_DECIDED.search(lead)) and not _PUBLISHED.search(lead)


def speaks_of_applications(text: str) -> bool:
    return bool(APPLICATION.search(text))


__all__ = [
    "APPLICATIONS",
    "CASES",
    "CHANNEL",
    "application",
    "case",
    "decision",
    "document",
    "routes_of",
    "says_decided",
]
