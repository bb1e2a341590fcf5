"""E-mail addresses of private persons; passports and travel permits."""

import re

from .contexts import line, sentence
from .findings import FoundKind, Span, Spans
from .people import NAME

_LOCAL, _LABEL = r"[A-Za-z0-9_.+\-]", r"[A-Za-z0-9\-]{1,63}"
_EMAIL = re.compile(
    rf"(?<!{_LOCAL})(?P<local>{_LOCAL}{{1,64}})"
    rf" ?(?:@|[(\[] ?(?:at|AT|艾特) ?[)\]]|#(?=\w{{2,10}}\.c)) ?(?P<host>{_LABEL}(?: ?\. ?{_LABEL}){{1,4}})"
)
_EVERYBODY = re.compile(
    r"(?:^|\.)(?:(?:vip\.)?(?:163|126|188|139|189|qq|foxmail|sina|sohu|tom|21cn|263|yeah|aliyun|wo|gmail|googlemail"
    r"|hotmail|outlook|live|msn|yahoo|icloud|me|mac|proton|protonmail|gmx|mail|139|eyou|88|2980))"
    r"\.(?:com|net|cn|org|me|com\.cn|com\.hk|jp)(?:\.cn)?$",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"(?:^|\.)(?:gov|edu|org|mil|ac)\.cn$|\.gov$", re.IGNORECASE)
_OFFICE = re.compile(
    r"政府|办公|党政办|机关|单位|公司|中心|委员会|局|所(?!有)|镇长信箱|书记信箱|代理|采购|招标|投标|询价|报名|报送|意见征集|征求意见"
    r"|意见建议|意见反馈|反馈意见|提出意见|征集|投稿(?!人)|举报邮箱|监督邮箱|投诉邮箱|咨询邮箱|公开邮箱|工作邮箱|公务邮箱|官方|学校|小学"
    r"|医院|客服|联系邮箱|电子信箱|信箱|邮箱地址|0[1-9]\d{1,2}-?\d{7,8}|400-?\d|传真"
)
_PERSON = re.compile(
    r"本人|个人|私人|我的|我家|申请人|来信人|信访人|反映人|举报人|投诉人|当事人|户主|家长|学生|住址|身份证|手机|微信|先生|女士"
    r"|QQ邮箱|常用|姓名|1[3-9]\d{9}|联系人[:\s]*[\u4e00-\u9fff]{2,4}[,，]"
)
_SURELY_PERSON = re.compile(
    r"本人|个人(?!信息)|私人|我的|我家|申请人|来信人|信访人|反映人|户主|家长|身份证|家庭住址|微信同号|QQ邮箱|常用|1[3-9]\d{9}"
    rf"|(?:联系人|姓名)[:\s]{{0,2}}{NAME}[\s,，;；、|](?!.{{0,20}}0[1-9]\d{{1,2}}-?\d{{7,8}})"
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|旅行证|居留证|居留许可|签证)[^，,。；;\n|\t]{0,12}?(?<![A-Za-z0-9])"
    r"(?P<number>[A-Z]{1,2} ?[0-9]{7,10}|[0-9]{8,10})(?![A-Za-z0-9*])",
    re.IGNORECASE,
)
_PASSPORT_ALONE = re.compile(r"(?<![A-Za-z0-9\-])(?:E[A-HJ-NP-Z][0-9]{7}|E[0-9]{8}|G[0-9]{8})(?![A-Za-z0-9])")
_TRAVELS = re.compile(r"护照|出境|入境|国籍|外籍")


def emails(text: str) -> Spans:
    """Private persons' addresses; offices' and companies' are published on purpose."""
    return [
        Span(FoundKind.EMAIL, match.start(), match.end(), f"{match['local']}@{match['host'].replace(' ', '')}")
        for match in _EMAIL.finditer(text)
        if _is_private(text, match)
    ]


def _is_private(text: str, match: re.Match[str]) -> bool:
    host = match["host"].replace(" ", "")
    left, right = line(text, *match.span(), reach=80)
    own, after = sentence(text, *match.span())
    if _PUBLIC.search(host):
        return False
    office = _OFFICE.search(own) or _OFFICE.search(after)
    person = _PERSON.search(own) or _PERSON.search(after)
    if not _EVERYBODY.search(host):
        return bool(person) and not office
    if office:
        return bool(_SURELY_PERSON.search(own) or _SURELY_PERSON.search(after))
    return bool(person) or not _OFFICE.search(left + right)


def passports(text: str) -> Spans:
    """Numbers labelled as such, or of a passport's form in a sentence about travel."""
    named = [match.span("number") for match in _PASSPORT.finditer(text)]
    alone = (match.span() for match in _PASSPORT_ALONE.finditer(text))
    spans = {*named, *(span for span in alone if _TRAVELS.search("".join(sentence(text, *span))))}
    return [Span(FoundKind.PASSPORT, *span, text[slice(*span)].replace(" ", "")) for span in sorted(spans)]
