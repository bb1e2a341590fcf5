"""Persons' accounts in WeChat and QQ; public accounts, groups and an office's accounts are not personal."""

import re

from .contexts import sentence
from .findings import FoundKind, Span, Spans
from .numbers import MOBILE

_OTHER = r"(?:[/、或和及](?:微信|QQ|电话|手机)号?)?"  # QQ/微信：…
_SIGNS = r"(?:[:\s|(“\"号]|为|是){0,4}"
_WECHAT = re.compile(
    rf"(?:(?:微信|薇信|威信|V信)(?:号码|账号|帐号|号|ID)?{_OTHER}{_SIGNS}|(?<![A-Za-z0-9])(?:VX|WX|WeChat|Weixin)号?[:\s]{{1,2}}|加V信?[:\s]{{0,2}})"
    r"(?P<account>[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-@*]|\.[A-Za-z0-9])",
    re.IGNORECASE,
)
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])QQ|扣扣|企鹅号)(?:号码|账号|帐号|号)?{_OTHER}{_SIGNS}(?P<account>[1-9][0-9]{{4,10}})(?![A-Za-z0-9@*]|[.\-][A-Za-z0-9])",
    re.IGNORECASE,
)
# Said of the account itself, anywhere in its sentence or right before its label.
_PUBLIC = re.compile(
    r"公众号|公众平台|订阅号|服务号|视频号|小程序|官方|官微|企业微信|政务微信|工作群|交流群|QQ群|群号|微信群"
    r"|(?:举报|监督|办公|咨询|服务|投诉)电话|热线|网址"
)
_OF_OFFICE = re.compile(
    r"(?:政府|中心|局|所|站|委员会|办公室|党政办|社区|村委会?|居委会?|学校|医院|卫生院|公司|合作社|协会|银行|窗口"
    r"|咨询|客服|工作|办公|服务|政务|监督|报名|投诉|举报|官方)(?:的|专用)?$"
)


def chats(text: str) -> Spans:
    """Accounts labelled WeChat or QQ; a mobile number used as one is found as a mobile number."""
    found = [(FoundKind.WECHAT, match) for match in _WECHAT.finditer(text)]
    found += [(FoundKind.QQ, match) for match in _QQ.finditer(text)]
    return [
        Span(kind, *match.span("account"), match["account"])
        for kind, match in found
        if not MOBILE.fullmatch(match["account"]) and not _is_public(text, match)
    ]


def _is_public(text: str, match: re.Match[str]) -> bool:
    left, right = sentence(text, *match.span(), before=24, after=12)
    return bool(
        _PUBLIC.search(left) or _PUBLIC.search(match.group()) or _PUBLIC.search(right) or _OF_OFFICE.search(left)
    )
