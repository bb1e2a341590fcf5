"""Check 16: words that are not this authority's, placeholders, figures left out, form instructions, doubled words."""

import re
from collections.abc import Iterator

import rjieba

from .authorities import kind_of
from .findings import FindingLevel, ReportFinding, Subject, register
from .language.sentences import Sentence
from .reading import text_of
from .statements import slot_label


@register(16)
def words_are_this_authoritys(subject: Subject) -> Iterator[ReportFinding]:
    """One finding for each place; `about` holds the words."""
    for sentence in text_of(subject).sentences:
        for words, why in _faults(subject, sentence):
            message = f"{slot_label(subject, sentence.slot)}「{sentence.printed}」{why}"
            yield ReportFinding(
                16, FindingLevel.WARNING, message, sentence=sentence.printed, slot=sentence.slot, about=words
            )
    yield from _other_province(subject)


def _faults(subject: Subject, sentence: Sentence) -> Iterator[tuple[str, str]]:
    text = sentence.text
    yield from _placeholders(text)
    yield from _left_out(text)
    yield from _instructions(text)
    yield from _doubled(text)
    yield from _others(subject, text)


# --- Placeholders, figures left out, instructions ------------------------------

_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9./@])[XxＸ×╳✕〇○□■＿_]{2,}(?![A-Za-z0-9./@])"
    r"|(?<![A-Za-z0-9])[XxＸ×](?=[件条年月日份宗项次个元局镇乡县区市])|某某|\?{2,}|？{2,}|（此处[^）]*）|\.{6,}|【[^】]{0,20}(?:填"
    r"|待|补)[^】]*】|待(?:补充|填写|核实)"
)
_LEFT_OUT = re.compile(
    r"(?:(?:共|累计|合计|总计|主动公开|收到|受理|发布|公开)(?:了)?(?:政府)?(?:信息)?|(?:申请|信息|文件|资质|许可证?|处罚"
    r"|答复))(?<![每按逐各多几数整本该此其一两批上下])(?P<unit>[条件])(?=[，。；、）]|\Z)"
)
_NO_UNIT_WORD = re.compile(r"(?:附|事|文|来|案|办|收|部|稿|要|证|函|信|急|邮|密|软|硬|原|复印|申请|信息公开|条)\Z")
_BARE_END = re.compile(r"(?:^|[，；。])(?:本年)?(?:制发|废止|现行有效)的?(?:行政)?规范性文件[。，；]")
_INSTRUCTION = re.compile(
    r"(?:该|本|此)部分以?(?:表格|图表|文字)形式(?:报告|呈现|填报)|表格如下：?\Z|请(?:在此)?(?:填写|填报|填入)|填(?:写|报)说明"
    r"|（?指20\d\d年[^）]{0,12}(?:事项数|数量)）?|减用负值表示"
    r"|如[-－]\d|根据(?:本单位|实际)情况(?:填写|修改|增减)|示例：|（模板）|参考(?:模板|范文)|单位名称（|（单位名称）|可(?:另)?附页|不(?:得|能)空(?:白|项)"
)


def _placeholders(text: str) -> Iterator[tuple[str, str]]:
    for match in _PLACEHOLDER.finditer(text):
        yield match.group(), f"有没有填写的「{match.group()}」。"


def _left_out(text: str) -> Iterator[tuple[str, str]]:
    for match in _LEFT_OUT.finditer(text):
        before = text[: match.start("unit")]
        if _is_noun(before, match["unit"]) or re.search(r"[\d一二两三四五六七八九十百千万余几多]\Z", before):
            continue
        words = text[max(0, match.start() - 4) : match.end()]
        yield words, f"「{words}」缺少数字。"
    for match in _BARE_END.finditer(text):
        words = match.group().strip("，。；")
        yield words, f"「{words}」缺少数字。"


def _is_noun(before: str, unit: str) -> bool:
    """「申请件」「信息公开件」「文件」 are things; 「公开条」 is a unit that wants its figure."""
    if unit == "件":
        return not re.search(r"(?:共|累计|合计|总计|收到|受理|主动公开)\Z", before)
    return bool(re.search(r"(?:头|信|链|第)\Z", before))


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    for match in _INSTRUCTION.finditer(text):
        yield match.group(), f"「{match.group()}」是表格或范本的说明，应删去。"


# --- Doubled words --------------------------------------------------------------

_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff“”《》\d ]{2,40}?)(?P=word)")
_SUFFIX_TWICE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<word>[乡镇县局区市])(?P=word)(?=人民政府|政府|党委|党政|机关|办公室|委员会)"
)
# Words that stand twice by right: the end of one name and the beginning of the next.
_BY_RIGHT = re.compile(
    r"公开|服务|管理|工作|信息|一[\u4e00-\u9fff]|许多|好好|实实|切切|方方|层层|个个|人人|常常|多多|发展|建设|改革|安全|文化|政府|制度|法律|行政|农业|检查|讨论|研究|学习"
    r"|交流|宣传|办理|监督|评估|逐[条项]|条条|项项|街道|社区|[\d ]+|\d+.*|.*\d"
)


_LONGEST_WORD = 4
_MAKES_ANOTHER = frozenset("栏员期库表书单号件站台点率人者")


def _are_words(text: str, match: re.Match[str]) -> bool:
    """Whether words begin where it begins and is repeated, and what follows makes no other one (公示公示栏)."""
    borders, place = {0}, 0
    for word in rjieba.cut(text):
        place += len(word)
        borders.add(place)
    goes_on = match.end() not in borders and text[match.end() : match.end() + 1] in _MAKES_ANOTHER
    return {match.start(), match.end("word")} <= borders and not goes_on


def _doubled(text: str) -> Iterator[tuple[str, str]]:
    for match in _TWICE.finditer(text):
        word = match["word"]
        if _BY_RIGHT.fullmatch(word) or len(set(word)) == 1 or not re.search("[\u4e00-\u9fff]{2}", word):
            continue
        if len(word) <= _LONGEST_WORD and not _are_words(text, match):
            continue
        yield match.group(), f"「{word}」重复了。"
    for match in _SUFFIX_TWICE.finditer(text):
        yield match.group(), f"「{match['word']}」重复了。"


# --- Other authorities and places -------------------------------------------------

# What an authority of each kind cannot call itself. A town may say 我区 of its district.
_NOT_OWN = {
    "镇": "乡|街道|街(?!头|面|巷)|局|委|厅",
    "乡": "镇|街道|街(?!头|面|巷)|局|委|厅",
    "街道": "镇|乡|局|委|厅",
    "局": "镇|乡|街道|厅",
    "委": "镇|乡|街道|厅",
    "厅": "镇|乡|街道|局",
    "县": "镇|乡|街道|局|厅",
    "区": "镇|乡|街道|局|厅",
    "市": "镇|乡|街道|局|厅",
}
_TOWN = re.compile(
    r"(?:^|(?<=[，。；：、]))(?:20\d\d年(?:度)?，?)?(?P<name>[\u4e00-\u9fff]{2,9}?(?P<kind>镇|乡|街道))(?P<end>人民政府|办事处|党委政府|党政办)"
    r"(?=高度|严格|认真|积极|按照|根据|坚持|紧紧|共|累计|全面|通过|主动|收到|始终|结合|政府信息公开|信息公开|深入|切实|[，。]|$)"
)
_TO_OTHERS = re.compile(r"(?:赴|到|向|与|同|由|对|及|等|请|经)\Z")


def _others(subject: Subject, text: str) -> Iterator[tuple[str, str]]:
    kind = kind_of(subject.authority.names)
    if not kind:
        return
    for match in re.finditer(rf"(?<![自敌你忘])我(?P<kind>{_NOT_OWN[kind]})(?!们|国)", text):
        yield match.group(), f"写的是「{match.group()}」，而本报告的机关是{subject.authority.names[0]}。"
    if kind not in {"镇", "乡", "街道"}:
        return
    known = "".join((*subject.authority.names, *subject.authority.superiors, *subject.authority.subordinates))
    for match in _TOWN.finditer(text):
        name = _local(match["name"])
        if name not in known and not _TO_OTHERS.search(text[: match.start("name")]):
            yield (
                match.group(),
                f"写的是「{match['name']}{match['end']}」，而本报告的机关是{subject.authority.names[0]}。",
            )


def _local(name: str) -> str:
    """The town's own name, without the city and county before it: 「某县某镇」 → 「某镇」."""
    return re.split(r"(?<=[市县区州旗])(?=.{2,})", name)[-1]


_PROVINCE = re.compile(
    r"《(?P<name>北京市|天津市|上海市|重庆市|内蒙古|广西|西藏|宁夏|新疆|黑龙江|[\u4e00-\u9fff]{2}(?=省))省?[^》]{0,30}》"
)
_PROVINCES = frozenset(
    [
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
        "北京市",
        "天津市",
        "上海市",
        "重庆市",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
        "新疆",
    ]
)


def _other_province(subject: Subject) -> Iterator[ReportFinding]:
    """A rule of another province than the one whose rules, or whose name, the report speaks of first."""
    own = next((province for name in _all_names(subject) for province in _PROVINCES if name.startswith(province)), "")
    for sentence in text_of(subject).sentences:
        for match in _PROVINCE.finditer(sentence.text):
            name = match["name"]
            if name not in _PROVINCES:
                continue
            own = own or name
            if name != own:
                message = (
                    f"{slot_label(subject, sentence.slot)}「{sentence.printed}」引用了{name}的文件{match.group()}，"
                    f"与前文的{own}不同，请核对是否抄自别处。"
                )
                yield ReportFinding(
                    16,
                    FindingLevel.WARNING,
                    message,
                    sentence=sentence.printed,
                    slot=sentence.slot,
                    about=match.group(),
                )


def _all_names(subject: Subject) -> tuple[str, ...]:
    return (*subject.authority.names, *subject.authority.superiors)
