"""The templates that come with the program, as data; `building` makes Word files of them.

Fields stand as Word users see and move them: {{ 申请人 }}. A line of a loop ({%p … %}, {%tr … %}) stands by itself.
"""

from dataclasses import dataclass
from enum import Enum

from disclosure.law.choices.letters import LetterKind

K = LetterKind


class LineStyle(Enum):
    """How a line is laid out (GB/T 9704)."""

    TITLE = "title"
    NUMBER = "number"
    ADDRESSEE = "addressee"
    BODY = "body"
    NAME = "name"
    DAY = "day"
    NOTE = "note"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A paragraph. `keep`: on one page with the next, so that signature and seal never stand alone."""

    text: str
    look: LineStyle = LineStyle.BODY
    keep: bool = False


@dataclass(frozen=True, slots=True)
class LetterTable:
    """Rows of cells over columns of these shares; a row of fewer cells lets its last one reach to the edge.

    `heads`: rows that repeat on every page. `labels`: columns whose cells name what the next ones say. `tall`: rows (by
    number, 0-based) with room to write in by hand.
    """

    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int = 0
    labels: tuple[int, ...] = ()
    tall: tuple[int, ...] = ()


LetterBlock = LetterLine | LetterTable

_TITLE = LetterLine("{{ 机关 }}\n{{ 标题 }}", LineStyle.TITLE)
_HEAD: tuple[LetterBlock, ...] = (_TITLE, LetterLine("{{ 文号 }}", LineStyle.NUMBER))
_SIGNED: tuple[LetterBlock, ...] = (
    LetterLine("{{ 机关 }}", LineStyle.NAME),
    LetterLine("{{ 落款日期 }}", LineStyle.DAY),
)
_TO_APPLICANT = LetterLine("{{ 申请人 }}：", LineStyle.ADDRESSEE)
_LAW = "《中华人民共和国政府信息公开条例》"
_RECEIVED = "{{ 收到情况 }}（申请编号：{{ 申请编号 }}），申请内容为：“{{ 申请内容 }}”。"
_REMEDIES = LetterLine("{{ 救济途径 }}", keep=True)
_CONTACT = LetterLine("{{ 联系方式 }}", keep=True)


# Where the date rests on a year whose holidays are not arranged yet.
_DUE_NOTE = ("{%p if 期限说明 %}", "{{ 期限说明 }}", "{%p endif %}")


def _letter(*lines: str | LetterBlock, to: LetterLine = _TO_APPLICANT) -> tuple[LetterBlock, ...]:
    last = len(lines) - 1
    said = (LetterLine(one, keep=place == last) if isinstance(one, str) else one for place, one in enumerate(lines))
    return (*_HEAD, to, *said, *_SIGNED)


def _form(*blocks: LetterBlock) -> tuple[LetterBlock, ...]:
    return (_TITLE, *blocks)


LAYOUTS: dict[LetterKind, tuple[LetterBlock, ...]] = {
    K.RECEIPT: (
        _TITLE,
        _TO_APPLICANT,
        LetterLine("本机关于{{ 收到日期 }}收到{{ 称谓 }}提出的政府信息公开申请，登记编号为{{ 申请编号 }}，"
             "收到渠道为{{ 收到渠道 }}。申请内容为：“{{ 申请内容 }}”。"),
        LetterLine(f"根据{_LAW}第三十三条的规定，本机关将于{{{{ 答复期限 }}}}以前（含当日）予以答复。"
             "需要补正、征求意见、延长答复期限或者缴纳信息处理费的，另行告知。"),
        *map(LetterLine, _DUE_NOTE),
        _CONTACT,
        *_SIGNED,
    ),
    K.CORRECTION: _letter(
        _RECEIVED,
        f"经审查，该申请需要补正。根据{_LAW}第二十九条、第三十条的规定，请{{{{ 称谓 }}}}补正下列内容：",
        "{{ 补正事项 }}",
        "请自收到本告知书之日起{{ 补正期限 }}内将补正后的申请提交本机关。"
        "答复期限自本机关收到补正后的申请之日起计算；无正当理由逾期不补正的，视为放弃申请，"
        "本机关不再处理该政府信息公开申请。",
        _CONTACT,
    ),
    K.REASONS: _letter(
        _RECEIVED,
        "经审查，{{ 称谓 }}申请公开政府信息的数量、频次明显超过合理范围：{{ 数量和频次 }}。"
        f"根据{_LAW}第三十五条的规定，请{{{{ 称谓 }}}}自收到本告知书之日起{{{{ 说明期限 }}}}内"
        "向本机关说明理由。",
        "本机关认为申请理由不合理的，告知不予处理；申请理由合理，但是无法在规定的期限内答复的，"
        "确定延迟答复的合理期限并予以告知。",
        _CONTACT,
    ),
    K.EXTENSION: _letter(
        _RECEIVED,
        "因{{ 延长原因 }}，本机关不能在原定期限内答复。"
        f"根据{_LAW}第三十三条的规定，经{{{{ 同意情况 }}}}，"
        "答复期限延长{{ 延长天数 }}个工作日，延长后将于{{ 答复期限 }}以前（含当日）答复。",
        *_DUE_NOTE,
        "征求第三方和其他机关意见所需时间不计算在上述期限内。",
    ),
    K.ASKING_NOTICE: _letter(
        _RECEIVED,
        "经审查，该申请{{ 征求意见情况 }}。"
        f"根据{_LAW}{{{{ 征求意见依据 }}}}的规定，征求意见所需时间不计算在答复期限内。"
        "本机关将在收到意见或者征求意见的期限届满后依法答复。",
    ),
    K.FEE_NOTICE: _letter(
        _RECEIVED,
        "{{ 收费情形 }}。"
        f"根据{_LAW}第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
        "本机关对该申请{{ 计收方式 }}信息处理费，数量为{{ 数量 }}，"
        "金额为{{ 金额 }}元（大写：{{ 金额大写 }}），计算如下：",
        LetterTable(
            (8, 4, 5, 5),
            (
                ("档次", "数量", "单价（元）", "金额（元）"),
                ("{%tr for 行 in 收费明细 %}",),
                ("{{ 行.档次 }}", "{{ 行.数量 }}", "{{ 行.单价 }}", "{{ 行.金额 }}"),
                ("{%tr endfor %}",),
                ("合计", "{{ 数量 }}", "—", "{{ 金额 }}"),
            ),
            heads=1,
        ),
        "请自收到本通知书次日起{{ 缴费期限 }}内缴纳。缴费方式：{{ 缴费方式 }}。",
        "逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。"
        "按期缴纳的，答复期限自完成缴费次日起重新计算。",
        "{{ 救济途径 }}",
        _CONTACT,
    ),
    K.REPLY: _letter(
        _RECEIVED,
        "{{ 认定 }}",
        "根据{{ 法律依据 }}的规定，{{ 决定 }}",
        _REMEDIES,
        "{%p if 附件 %}",
        LetterLine("附件：", keep=True),
        "{%p for 一件 in 附件 %}",
        LetterLine("{{ loop.index }}. {{ 一件 }}", keep=True),
        "{%p endfor %}",
        "{%p endif %}",
    ),
    K.SUPPLEMENT: _letter(
        _RECEIVED,
        "本机关已作出{{ 先前答复 }}，现补充答复如下：",
        "{{ 补充内容 }}",
        _REMEDIES,
    ),
    K.TERMINATION: _letter(
        _RECEIVED,
        "{{ 称谓 }}于{{ 撤回日期 }}向本机关撤回该申请。本机关据此终止办理该政府信息公开申请，不再作出答复，特此告知。",
        "{{ 称谓 }}需要获取相关政府信息的，可以重新提出申请。",
        _CONTACT,
    ),
    K.THIRD_PARTY_ASKED: _letter(
        "本机关收到政府信息公开申请，申请公开的信息涉及：{{ 征求意见的内容 }}。",
        "经审查，该信息涉及你（单位）的{{ 涉及事项 }}，公开可能损害你（单位）的合法权益。"
        f"根据{_LAW}第三十二条的规定，现书面征求你（单位）的意见。"
        "请自收到本征求意见书之日起{{ 答复期限 }}内填写所附《征求意见确认函》并送达本机关；"
        "不同意公开的，请说明理由。",
        "逾期未提出意见的，由本机关依照上述条例的规定决定是否公开。不同意公开且有合理理由的，不予公开；"
        "本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，并将决定公开的内容和理由书面告知你（单位）。",
        _CONTACT,
        to=LetterLine("{{ 第三方 }}：", LineStyle.ADDRESSEE),
    ),
    K.THIRD_PARTY_FORM: _form(
        LetterLine("{{ 机关 }}：", LineStyle.ADDRESSEE),
        LetterLine("征求意见书收到。对其中所列政府信息的公开，意见如下："),
        LetterTable(
            (5, 15),
            (
                ("姓名或者名称", "{{ 第三方 }}"),
                ("征求意见的内容", "{{ 征求意见的内容 }}"),
                ("意见", "□ 同意公开　　　　□ 不同意公开"),
                ("不同意公开的理由", ""),
                ("联系电话", ""),
                ("签名或者盖章", ""),
                ("日期", "　　　　年　　　月　　　日"),
            ),
            labels=(0,),
            tall=(3, 5),
        ),
        LetterLine("注：不同意公开而没有说明理由，或者逾期未提出意见的，由本机关依法决定是否公开。", LineStyle.NOTE),
    ),
    K.THIRD_PARTY_TOLD: _letter(
        "本机关于{{ 征求意见日期 }}就下列政府信息的公开征求你（单位）的意见：{{ 征求意见的内容 }}。"
        "你（单位）{{ 意见情况 }}。",
        f"经审查，{{{{ 公开的理由 }}}}。根据{_LAW}第三十二条的规定，本机关决定予以公开，"
        "现将决定公开的内容和理由告知你（单位）。",
        _REMEDIES,
        to=LetterLine("{{ 第三方 }}：", LineStyle.ADDRESSEE),
    ),
    K.AGENCY_ASKED: _letter(
        "本机关收到政府信息公开申请，申请公开的信息由本机关与贵单位共同制作：{{ 征求意见的内容 }}。",
        f"根据{_LAW}第三十四条的规定，现征求贵单位的意见。"
        "请自收到本征求意见书之日起{{ 答复期限 }}内书面提出意见；逾期未提出意见的，视为同意公开。",
        _CONTACT,
        to=LetterLine("{{ 其他机关 }}：", LineStyle.ADDRESSEE),
    ),
    K.ASSISTANCE: _letter(
        "本机关正在办理一件政府信息公开申请，需要贵单位协助：{{ 协办事项 }}。",
        "请自收到本函之日起{{ 反馈期限 }}内书面反馈。",
        _CONTACT,
        to=LetterLine("{{ 协办单位 }}：", LineStyle.ADDRESSEE),
    ),
    K.REGISTRATION: _form(
        LetterTable(
            (4, 6, 4, 6),
            (
                ("申请编号", "{{ 申请编号 }}", "收到日期", "{{ 收到日期 }}"),
                ("收到渠道", "{{ 收到渠道 }}", "申请人类型", "{{ 申请人类型 }}"),
                ("申请人", "{{ 申请人 }}"),
                ("证件", "{{ 证件 }}"),
                ("联系电话", "{{ 联系电话 }}", "传真号码", "{{ 传真号码 }}"),
                ("电子邮箱", "{{ 电子邮箱 }}"),
                ("通讯地址", "{{ 通讯地址 }}"),
                ("申请内容", "{{ 申请内容 }}"),
                ("获取方式", "{{ 获取方式 }}", "提供形式", "{{ 提供形式 }}"),
                ("需要的帮助", "{{ 需要的帮助 }}"),
                ("答复期限", "{{ 答复期限 }}", "承办科室", "{{ 承办科室 }}"),
                ("经办人", "{{ 经办人 }}", "登记日期", "{{ 落款日期 }}"),
            ),
            labels=(0, 2),
            tall=(7,),
        ),
    ),
    K.REVIEW_SHEET: _form(
        LetterTable(
            (4, 6, 4, 6),
            (
                ("申请编号", "{{ 申请编号 }}", "收到日期", "{{ 收到日期 }}"),
                ("申请人", "{{ 申请人 }}", "答复期限", "{{ 答复期限 }}"),
                ("申请内容", "{{ 申请内容 }}"),
                ("拟办结果", "{{ 拟办结果 }}"),
                ("法律依据", "{{ 法律依据 }}"),
                ("拟办意见", "{{ 拟办意见 }}"),
                ("办理意见", "{{ 办理意见 }}"),
                ("承办科室", "{{ 承办科室 }}", "经办人", "{{ 经办人 }}"),
                ("呈批日期", "{{ 落款日期 }}"),
                ("保密审查意见", ""),
                ("负责人意见", ""),
            ),
            labels=(0, 2),
            tall=(2, 5, 9, 10),
        ),
    ),
    K.TRANSFER: _form(
        LetterLine("申请编号：{{ 申请编号 }}　　收到日期：{{ 收到日期 }}", LineStyle.CAPTION),
        LetterLine("接收单位：{{ 接收单位 }}", LineStyle.CAPTION),
        LetterTable(
            (2, 8, 4, 2, 6),
            (
                ("序号", "材料", "日期", "份数", "备注"),
                ("{%tr for 行 in 材料 %}",),
                ("{{ 行.序号 }}", "{{ 行.名称 }}", "{{ 行.日期 }}", "{{ 行.份数 }}", "{{ 行.备注 }}"),
                ("{%tr endfor %}",),
            ),
            heads=1,
        ),
        LetterLine("共{{ 件数 }}件。移送人：{{ 经办人 }}　　移送日期：{{ 落款日期 }}", LineStyle.NOTE),
        LetterLine("接收人（签名）：　　　　　　接收日期：　　　年　　月　　日", LineStyle.NOTE),
    ),
}  # fmt: skip
