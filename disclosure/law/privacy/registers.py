"""People named in registers: of hardship, veterans, families, compensation for houses, petitions.

A name in such a list or sentence is a private person's even without a number beside it. Each finder below yields the
kind and place of names; non-names and those already found are dropped later. A new kind of register is one more finder
in `FINDERS`.
"""

import re
from collections.abc import Callable, Iterator

from .contexts import line, sentence
from .findings import FoundKind, Spans
from .people import NAME, SIDE, TITLE, Place, add_listed_names, add_name, add_repeated_names

# Words that say what a list or sentence is about, by what they would reveal.
SIGNS = {
    FoundKind.MINOR: r"孤儿|儿童|(?:受助|资助|困难|贫困)学生",
    FoundKind.HARDSHIP: (
        r"低保|最低生活保障|特困|五保|低收入|困难(?:群众|家庭|户|职工|老人|党员|残疾人|补助|补贴|救助)|困境|残疾人|残补|两项补贴|护理补贴|建档立卡|贫困户|脱贫户"
        r"|防返贫|监测(?:对象|户)|临时救助|医疗救助|大病救助|救助对象|救助金|危房改造|孤寡|失独|失能|受灾|雨露计划|公益性岗位"
    ),
    FoundKind.VETERAN: (
        r"退役|退伍|复员|优抚|伤残军人|残疾军人|烈属|烈士(?:遗属|家属|子女)|军属|军人遗属|抚恤|光荣牌|光荣之家|参战|参试|涉核|义务兵|优待证"
    ),
    FoundKind.FAMILY: r"家庭(?:成员|人口|情况)|共同生活",
    FoundKind.COMPENSATED: (
        r"(?:征收|征地|拆迁|搬迁|安置|青苗|附着物|房屋|土地|宅基地|腾退)(?:安置)?补偿|补偿(?:款|金额?|费|协议|公示|明细|花名册)|被征收|被拆迁|拆迁户|腾退"
    ),
    FoundKind.PETITIONER: r"信访|上访|来访|缠访|闹访|非访|重访|举报|投诉|求助",
}
_ANY_SIGN = re.compile("|".join(f"(?P<{kind.name}>{words})" for kind, words in SIGNS.items()))
# Staff, participants and visitors are not private persons.
_STAFF = re.compile(
    r"工作|负责|联系|咨询|责任|经办|监督|领导|小组|审核|流程|程序|政策|标准|服务[站中]|干部|委员|志愿|帮扶人|包[保联靠案]|评议|会议|参加|慰问|走访"
    r"|接[访待]|受理|热线|电话|职务|讲|培训|条例|办法|范围|条件|方式|地[点址]|时间|部门|单位|机构"
)
_LIST_WORD = re.compile(r"名单|名册|公示|明细|台账|台帐|一览表|登记|汇总表|发放表|情况表|统计表|如下|下列|以下")
# From a sign to where its list begins: a colon or the end of the line, no mark of a sentence between.
_TO_LIST = re.compile(r"[^:。；;，,\n|]{0,24}[:\n]")
_DIRECT = re.compile(
    r"(?:对象|人员|户|家庭|群众|军人|士兵|遗属|救助|补偿|补贴|成员|(?:人口|成员)[0-9]{0,2}人?|人)[:\n]"
)
_START = r"(?:^|(?<=[\s:、，,；;|。])|(?<=[0-9][.、)]))"
_ENTRY = re.compile(rf"{_START}(?P<name>{NAME})(?=[\s,，。；;、|(0-9:等和\n]|$)")
# A line of a list: its number, then the name.
_LINE = re.compile(
    rf"[ \t]{{0,4}}(?:\(?[0-9]{{1,4}}\)?[.、,，\s|)]{{0,3}})?(?P<name>{NAME})(?=[\s,，。；;、|(0-9:等\n]|$)"
)
_NUMBERED = re.compile(r"[ \t]{0,4}[(]?[0-9]{1,4}[)]?[.、,，\s|)]")  # a line of the list whose surname nobody knows
_VILLAGE = frozenset("庄屯寨堡集")
_SENTENCE_END = re.compile(r"[。\n]")
HEADINGS = 2  # lines between a list's title and its first name: its date, its columns

Named = Iterator[tuple[FoundKind, Place]]


# --- Lists -----------------------------------------------------------------------


def people_in_lists(text: str) -> Named:
    """Names in a list under a heading: 低保对象名单：…, on one line or line by line."""
    done = 0  # text already read by one list is not read by another
    for sign in _ANY_SIGN.finditer(text):
        begin = _begin_of_list(text, sign) if sign.start() >= done else None
        if begin is None:
            continue
        end = _end_of_sentence(text, begin)
        is_inline = text[begin - 1] == ":" and bool(text[begin:end].strip())
        places = list(
            _entries(text, begin, end) if is_inline else _lines(text, end + 1 if text[begin - 1] == ":" else begin)
        )
        done = max([end if is_inline else begin, *(stop for _, stop in places)])
        yield from ((FoundKind[str(sign.lastgroup)], place) for place in places)


def _begin_of_list(text: str, sign: re.Match[str]) -> int | None:
    to_list = _TO_LIST.match(text, sign.end())
    if to_list is None:
        return None
    before, _ = sentence(text, *sign.span(), before=12)
    title = f"{before}{sign.group()}{to_list.group()}"
    is_list = _LIST_WORD.search(title) or (title.endswith(":") and _DIRECT.search(title))
    return to_list.end() if is_list and not _STAFF.search(title) else None


def _end_of_sentence(text: str, begin: int) -> int:
    end = _SENTENCE_END.search(text, begin)
    return end.start() if end else len(text)


def _entries(text: str, begin: int, end: int) -> Iterator[Place]:
    return (match.span("name") for match in _ENTRY.finditer(text, begin, end))


def _lines(text: str, start: int) -> Iterator[Place]:
    """Names at the beginnings of lines, until a line has none; headings may precede the first."""
    skipped, is_begun = 0, False
    while start < len(text):
        match = _LINE.match(text, start)
        if match:
            skipped, is_begun = 0, True
            yield match.span("name")
        elif skipped == HEADINGS or (is_begun and not _NUMBERED.match(text, start)):
            return
        else:
            skipped += 1
        start = text.find("\n", start) + 1 or len(text)


# --- Sentences and rows -------------------------------------------------------------

_ROLES = (
    "上访老户|信访老户|信访重点人|重点信访人员|上访人员|上访户|缠访人员|闹访人员|信访群众|来信群众|参保人|参保人员|被保障人|"
    "参战退役人员|参试退役人员|退役军人|退役士兵|退伍军人|退伍老兵|复员军人|转业军人|伤残军人|残疾军人|烈士遗属|烈士家属|烈属|军属|现役军人家属|"
    "特困供养人员|特困老人|低保边缘户|低收入户|建档立卡贫困户|建档立卡户|防返贫监测对象|监测对象|困难群众|困难职工|困难党员|受灾群众|受灾户|孤寡老人|"
    "长子|次子|三子|长女|次女|三女|四女|其妻|其夫|其父|其母|其弟|其妹|其兄|其姐|之妻|之夫|之子|之女|儿媳|女婿|孙子|孙女|外孙|外孙女|岳父|岳母|公公|婆婆|"
    "配偶|被征收户|被拆迁户|征收户|政策户|养子|养女|继子|继女|哥哥|弟弟|姐姐|妹妹|爱人|被安置人|被补偿人|房屋所有人|被腾退人"
)
_CALLED = re.compile(rf"(?:{'|'.join(sorted(_ROLES.split('|'), key=len, reverse=True))})[:\s]?(?P<name>{NAME}){SIDE}")
_PETITIONER = re.compile(rf"(?:信访|上访|举报|投诉|来访|反映|求助)人(?:为|是|系|姓名[:\s]?)(?P<name>{NAME}){SIDE}")
# 妻刘翠兰: one character is enough where a family is told of.
_RELATION = re.compile(rf"(?<=[,，、；;(\s|:。])[妻夫父母子女](?P<name>{NAME})(?=[\s,，。；;、|()0-9]|$)")
_HOUSEHOLD = re.compile(r"户主|家庭|[其之]妻|妻子?|低保|共同生活")
# 蒋福来（本人，58岁）
_RELATED = re.compile(
    rf"{_START}(?P<name>{NAME})\s?[(,，|]\s?(?:本人|户主|配偶|妻子?|丈夫|之?[子女妻]|[长次三][子女]|父亲?|母亲?|儿子|女儿|孙[子女]|儿媳|女婿)(?=[\s,，)|、；;。0-9])"
)
# 取消宋庆林、唐秀珍两户低保待遇
_DECIDED = re.compile(
    rf"(?:取消|停发|停止|暂停|终止|新增|增加|批准|给予|确认|认定|同意|纳入|将|对|为|向)(?P<name>{NAME})"
    rf"(?=[、,，户等(\s两一二三四五六七八九十0-9家的](?P<rest>[^。；;\n]{{0,40}}))"
)
# 马小芳家庭因火灾致困
_IN_NEED = re.compile(
    rf"{_START}(?P<name>{NAME})(?:一家|家庭|户)?因[^。；;\n]{{2,20}}(?:致困|致贫|返贫|生活困难|救助|低保)"
)
_GRANTED = re.compile(f"{SIGNS[FoundKind.HARDSHIP]}|{SIGNS[FoundKind.VETERAN]}")
# Three characters at least: 文明户 and 单身户 are no names.
_OF_HOUSE = re.compile(
    rf"(?:{_START}|(?<=[与和对]))(?P<name>(?=[\u4e00-\u9fff]{{3}}){NAME})(?<=[\u4e00-\u9fff]{{3}})户(?![口籍主均数型内外])"
)
# 余大江 正房5间 88.6平方米 补偿金额215300元
_PAID = re.compile(
    rf"{_START}(?P<name>{NAME})[\s,，|(](?=[^\n。；;]{{0,60}}(?:补偿|安置费|征收|拆迁|腾退)[^\n。；;]{{0,24}}[0-9])"
)
# 丁克俭等5人越级上访
_PETITIONED = re.compile(
    rf"(?:{_START}|(?<=关于)|(?<=[对就将]))(?P<name>{NAME})(?:同志|先生|女士|户|的|本人|等[0-9一二三四五六七八九十]{{0,3}}[人户名]?"
    r"|多次|反复|连续|再次|又|因[^,，。；;\n]{2,12}|于[0-9年月日]{2,12}|到[^,，。；;\n]{2,10}?){0,3}"
    r"(?:越级|进京|赴京|重复|集体)?(?:上访|信访(?:事项|积案|件|案|问题)|缠访|闹访|非访|举报(?!电话|箱|邮箱|热线|人|奖|方式|受理|平台|信息)"
    r"|投诉(?!电话|箱|邮箱|热线|人|方式|受理|平台|信息))"
)
_OF_ROW = re.compile(
    rf"(?:姓名|名字|户名|权利人|使用权人|所有权人|承包方|承包人|领取人|申请人|成员)[:\s|]{{0,3}}(?P<name>{NAME})(?=[\s,，。；;、|()]|$)"
)
_IN_ROW = re.compile(
    rf"与户主(?:的)?关系|家庭人口|保障人口|保障金|救助金|救助类别|补贴金额|致贫原因|{SIGNS[FoundKind.HARDSHIP]}|{SIGNS[FoundKind.VETERAN]}"
    rf"|{SIGNS[FoundKind.COMPENSATED]}|信访事项|信访诉求"
)
_POST = re.compile(r"职务|单位|负责|包[保联靠]|联系人|帮扶责任人|书记|主任|镇长|科员|经办|网格员")
ROW = 100  # characters of a row read before and after a name


def named_by_role(text: str) -> Named:
    for match in _CALLED.finditer(text):
        yield FoundKind.NAME, match.span("name")
    for match in _PETITIONER.finditer(text):
        yield FoundKind.PETITIONER, match.span("name")


def family_members(text: str) -> Named:
    for match in _RELATED.finditer(text):
        yield FoundKind.FAMILY, match.span("name")
    for match in _RELATION.finditer(text):
        if _HOUSEHOLD.search(line(text, *match.span(), reach=60)[0]):
            yield FoundKind.FAMILY, match.span("name")


def aid_recipients(text: str) -> Named:
    for match in _DECIDED.finditer(text):
        if (sign := _GRANTED.search(match["rest"])) and not _STAFF.search(match["rest"][: sign.start()]):
            yield FoundKind.HARDSHIP, match.span("name")
    for match in _IN_NEED.finditer(text):
        yield FoundKind.HARDSHIP, match.span("name")


def compensated_people(text: str) -> Named:
    for pattern in (_OF_HOUSE, _PAID):
        for match in pattern.finditer(text):
            yield FoundKind.COMPENSATED, match.span("name")


def petitioners(text: str) -> Named:
    for match in _PETITIONED.finditer(text):
        yield FoundKind.PETITIONER, match.span("name")


def in_rows(text: str) -> Named:
    for match in _OF_ROW.finditer(text):
        around = " ".join(line(text, *match.span(), reach=ROW))
        if _IN_ROW.search(around) and not _POST.search(around):
            yield FoundKind.NAME, match.span("name")


FINDERS: tuple[Callable[[str], Named], ...] = (
    people_in_lists,
    named_by_role,
    family_members,
    aid_recipients,
    compensated_people,
    petitioners,
    in_rows,
)


def registered_people(text: str, known: Spans) -> Spans:
    """Names that only a register marks as private; `known` are those already found."""
    spans = {(span.start, span.end): span for span in known}
    before = set(spans)
    for finder in FINDERS:
        for kind, place in finder(text):
            if text[place[1] - 1] not in _VILLAGE and not TITLE.match(text, place[1]):
                add_name(spans, kind, text, place)
    if len(spans) == len(before):
        return []
    add_listed_names(spans, text)
    add_repeated_names(spans, text)
    return [span for place, span in spans.items() if place not in before]
