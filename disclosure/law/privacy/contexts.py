"""The context of a finding: the same digits are personal data in one sentence and an office's in another."""

import re

_ENDS = "。；;\n!?！？"
# A number that says of itself what it is.
_NUMBERED = re.compile(
    r"(?:编号|编码|第|字第|单号|订单|流水|序列|序号|文号|案号|批号|条码|货号|发票|票号|档案|代码|注册号|登记号|登记证|交易号|识别[码号]|税号|病案号|住院号|准考证|车架号|发动机号|产权证|宗地|地块|执法证|执照|批准文号|备案号|缴款|校验码|追溯码|监管码|条形码|运单|工号|备案编"
    r"|许可证|凭证|票据|设备号|合同号|索引号|期刊|图书|ISBN|ISSN|IMEI|坐标|桩号|型号|版本号|公告号|报告号|证书号|水表号?|电表号?|燃气表号?|表户号|用户号|客户号)"
    r"(?:[^，,。；;、\n|\t电手机联]{0,8})$",
    re.IGNORECASE,
)
_PUBLIC_ACCOUNT = re.compile(
    r"对公|单位账|公司账|基本账?户|专用?账?户|保证金|收款单位|开户单位|国库|零余额|非税"
    r"|(?:户名|开户名称|账户名称|收款人|名称)[^，,。；;\n|\t]{1,25}"
    r"(?:政府|局|所|中心|公司|委员会|村委|居委|学校|小学|中学|医院|厅|办公室|合作社|合作联社|站|协会|基金会|企业|厂)"
)
# An entry of a form before the account's own: 单位：金岭回族镇人民政府；账号：.
_HOLDER = re.compile(
    r"(?:单位|户名|账户名称|收款人)[:\s][^,，。；;\n|\t]{1,25}(?:政府|局|中心|公司|委员会|村委|居委|学校|医院|合作社|企业|厂)[；;,，\s]{1,2}"
    r"(?:(?:开户行|开户银行)[:\s][^,，。；;\n|\t]{1,25}[；;,，\s]{1,2})?(?:银行)?(?:账号|帐号|卡号|账户)[:\s]{0,2}$"
)
_CODE = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:[-_/.\d]*[-_/.])?$")
_CALLED = re.compile(
    r"(?:tel|telephone|phone|mobile|mob|cell|call|hp|wx|vx|wechat|wei|qq|sms|contact|to|no|id|card)$", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}", re.IGNORECASE)
_ASKED = re.compile(r"(?:tel|phone|mobile|sfz|idcard|idno|card)(?:no|num|number)?=$", re.IGNORECASE)


def sentence(text: str, start: int, end: int, before: int = 60, after: int = 40) -> tuple[str, str]:
    """Text before and after within the same sentence, at most so many characters of each."""
    left, right = text[max(start - before, 0) : start], text[end : end + after]
    cut = max(left.rfind(mark) for mark in _ENDS) + 1
    ends = [place for mark in _ENDS if (place := right.find(mark)) >= 0]
    return left[cut:], right[: min(ends, default=after)]


def line(text: str, start: int, end: int, reach: int = 120) -> tuple[str, str]:
    """As `sentence`, to the ends of the line: the cells of a row belong to one person."""
    left, right = text[max(start - reach, 0) : start], text[end : end + reach]
    return left[left.rfind("\n") + 1 :], right.partition("\n")[0]


def is_numbered(text: str, start: int) -> bool:
    return bool(_NUMBERED.search(text[max(start - 24, 0) : start]))


def is_public_account(text: str, start: int, end: int) -> bool:
    left, right = sentence(text, start, end)
    whole, _ = line(text, start, end, reach=60)
    return bool(_PUBLIC_ACCOUNT.search(left) or _PUBLIC_ACCOUNT.search(right) or _HOLDER.search(whole))


def is_in_code(text: str, start: int) -> bool:
    """Whether Latin letters precede it, as in SDGP2023-138…, and do not mean a telephone."""
    match = _CODE.search(text[max(start - 24, 0) : start])
    return bool(match) and not (_CALLED.search(match[1]) if match else None)


def addresses_of_pages(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _URL.finditer(text)]


def is_asked_for(text: str, start: int) -> bool:
    """Whether a web address carries it on purpose: ?mobile=138…."""
    return bool(_ASKED.search(text[max(start - 16, 0) : start]))
