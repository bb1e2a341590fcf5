"""Names of private persons, children included, recognised by labels or by the numbers beside them."""

import re
from bisect import bisect_left, bisect_right

from .findings import FoundKind, Span, Spans
from .leads import lead_ins
from .segmenting import is_made_of_given, reads_as_person, reads_as_words
from .words import ANYBODY, CHILD, COMPOUND, DOUBTFUL, NO_NAME, PRIVATE, SURNAMES

_GIVEN = r"[\u4e00-\u9fff]"
# Never a given name, or the end of a title: 王某, 李女士, 张工, 马村, 高主任.
_NOT_GIVEN = (
    "[某员女氏总工姐哥叔伯婶村镇乡县区市省局站厂院校室组队部处科办委店矿社街屯户们的了或族籍×]"
    "|先生|同学|老师|师傅|医生|大夫|经理|主任|书记|镇长|所长|局长|会计|支书|队长|同志|阿姨|大爷|大娘|奶奶|人(?=[\\s:邮电手姓身家住的])"
)
NAME = rf"(?:(?:{COMPOUND})(?:(?!{_NOT_GIVEN}){_GIVEN}){{1,2}}?|[{SURNAMES}](?:(?!{_NOT_GIVEN}){_GIVEN}){{1,2}}?)"
SIDE = (
    r"(?=$|[\s,，。；;、|():：\[\]0-9\"”）'+*&]|等|因|于|系|与|和|在|的|住|家住|患|男|女|身份|公民|驾驶"
    r"|反映|要求|申请|通过|提出|来电|送往|送到|送医|投诉|举报|留下|表示|账户|账号|银行|卡号|名下|所有|违法|违反|擅自|同志|承包|种植|购买|领取|共|及|已|称|之|等|所驾|陈述|现年"
    r"|同意|未|经|将|向|从|对|电话|手机|微信|确诊|被|由|\(|本人|联系|持|证件|性别|户籍|现住|家属|家庭|老人|留|收(?=$|[\s,，。;；]))"
)
_CALLS = r"(?:\([^()\n]{0,8}\))?[:\s|]{0,3}"


def with_labels(words: str, group: str) -> str:
    return rf"(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})(?:姓名)?{_CALLS}(?P<{group}>{NAME}){SIDE}"


_CALLED_CHILD = re.compile(with_labels(CHILD, "name"))
# Whatever follows: 户主王建业应签字. Counts where the segmenter takes it for a name.
_LONG = rf"(?P<name>[{SURNAMES}](?:(?!{_NOT_GIVEN}){_GIVEN}){{2}})"
_CALLED_LONG = {
    kind: re.compile(rf"(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))}){_LONG}")
    for kind, words in ((FoundKind.MINOR, CHILD), (FoundKind.NAME, PRIVATE))
}
_CALLED_PRIVATE = re.compile(with_labels(PRIVATE, "name"))
_CALLED_ANYBODY = re.compile(with_labels(ANYBODY, "name"))
_BARE = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“.]|由|请|与|和|对|向|将|给|至|叫|为|代表|当事人|同意|批准|确认|[员者人户民师医属])(?P<name>{NAME})$"
)
_AGED = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“与和]|孩子|其子|其女)(?P<name>{NAME})[\s,，、|(]{{0,2}}(?:[男女童孩][\s,，、|]?){{0,2}}"
    r"(?:(?:现?年龄?|今年)[:\s]?)?(?:1[0-7]|[1-9]|[一二三四五六七八九]|十[一二三四五六七]?)(?:周?岁|个月)"
)
# People born in 2009 or later are minors until 2027 at least; after that this is merely cautious.
_BORN = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“])(?P<name>{NAME})[\s,，、|(]{{1,2}}(?:[男女][\s,，、|]{{1,2}})?(?:2009|20[1-4][0-9])年"
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:出?生|$|[,，;；)])"
)
# The reply to a letter names its writer.
_ADDRESSED = re.compile(
    rf"(?:^|[\n。；;:：])\s{{0,4}}(?:尊敬的)?(?P<name>{NAME})(?:同志|先生|女士)?[:,，]?\s{{0,2}}(?:您|你(?!单位|公司|们))"
)
DOUBTED = "".join(sorted(DOUBTFUL))
_WRITTEN_OF = re.compile(
    rf"关于(?:对)?(?P<name>{NAME})(?:同志|先生|女士|户|等[0-9]{{0,3}}[人户]?)?[^,，。；;\n]{{0,24}}(?:答复|回复|信访|来信|来访|投诉|举报|反映)"
)
# Between two marks, or after a word that leads to a name: enough where a number of a person stands in the line.
_STANDING = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“]|[0-9][.、]|[与由给的](?![{DOUBTED}])|成员|[员者人户民师医属](?![{DOUBTED}]))"
    rf"(?P<name>(?:{COMPOUND}|[{SURNAMES}](?:(?!{_NOT_GIVEN}){_GIVEN}))(?:(?!{_NOT_GIVEN}){_GIVEN})){SIDE}"
)
_AT_SCHOOL = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“])(?P<name>{NAME})[\s,，、|(]{{1,2}}(?:[男女][\s,，、|]?)?"
    r"(?:就读于|系|在)?[\u4e00-\u9fff]{0,8}(?:[一二三四五六1-6]年级|初[一二三中]|高[一二三]|小班|中班|大班|学前班|幼儿园)"
)
TITLE = re.compile(
    r"[\s|,，]{0,2}(?:同志)?[\u4e00-\u9fff]{0,6}(?:书记|镇长|主任|所长|局长|科长|站长|委员|部长|干事|科员|主席|校长|院长|党委|办公室)"
)
_HARD = frozenset(
    (
        FoundKind.IDENTITY,
        FoundKind.MOBILE,
        FoundKind.BANK_CARD,
        FoundKind.PASSPORT,
        FoundKind.PLATE,
        FoundKind.ADDRESS,
        FoundKind.EMAIL,
        FoundKind.WECHAT,
        FoundKind.QQ,
        FoundKind.SOCIAL_SECURITY,
    )
)
_FOLLOWED = frozenset((FoundKind.IDENTITY, FoundKind.BANK_CARD, FoundKind.ADDRESS))
_AFTER = re.compile(
    rf"(?:[\s,，、|(]{{1,2}}(?:[\u4e00-\u9fff]{{2,4}}银行|邮储)?[\s,，、|)]{{0,2}})(?P<name>{NAME})(?=$|[\s,，。；;|)]|收(?:$|[\s,，。]))"
)
_NEXT = re.compile(
    rf"、 ?(?P<name>{NAME})(?=[、,，。；;\s)]|等|和|[两一二三四五六七八九十0-9]{{1,3}}[户人名]|申请|均|共|$)"
)
REACH, NEAR = 30, 80
LONG_NAME = 3


_AGE = re.compile(
    r"[\s,，、|(]{0,2}(?:[男女童孩][\s,，、|]?){0,2}(?:(?:现?年龄?|今年)[:\s]?)?"
    r"(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])(?:周?岁|个月)"
)
Place = tuple[int, int]


def people(text: str, numbers: Spans) -> Spans:
    """Names by place; `numbers` are the findings that mark a name as a private person's."""
    spans: dict[Place, Span] = {}
    hard = sorted((span for span in numbers if span.kind in _HARD), key=lambda span: span.start)
    starts = [span.start for span in hard]
    for pattern in (_CALLED_CHILD, _AGED, _BORN, _AT_SCHOOL):
        for match in pattern.finditer(text):
            add_name(spans, FoundKind.MINOR, text, match.span("name"))
    for match in _CALLED_PRIVATE.finditer(text):
        place = match.span("name")
        add_name(spans, FoundKind.NAME, text, place, sure=_has_near(text, place, starts))
    _add_names_in_prose(spans, text)
    for match in (*_ADDRESSED.finditer(text), *_WRITTEN_OF.finditer(text)):
        add_name(spans, FoundKind.NAME, text, match.span("name"))
    for span in candidates(text):
        if _has_near(text, (span.start, span.end), starts):
            add_name(spans, FoundKind.NAME, text, (span.start, span.end))
    for span in hard:
        _add_names_beside(spans, text, span)
    _add_names_on_lines(spans, text, starts)
    add_listed_names(spans, text)
    add_repeated_names(spans, text)
    return list(spans.values())


def _add_names_in_prose(spans: dict[Place, Span], text: str) -> None:
    for kind, pattern in _CALLED_LONG.items():
        for match in pattern.finditer(text):
            if reads_as_person(text, match.span("name")):
                add_name(spans, kind, text, match.span("name"))


def _add_names_beside(spans: dict[Place, Span], text: str, hard: Span) -> None:
    before, after = _before(text, hard), _AFTER.match(text, hard.end)
    if before and not TITLE.match(text, before[1]):
        add_name(spans, FoundKind.NAME, text, before, sure=True)
    if after and hard.kind in _FOLLOWED:
        add_name(spans, FoundKind.NAME, text, after.span("name"))


def _add_names_on_lines(spans: dict[Place, Span], text: str, starts: list[int]) -> None:
    for match in _STANDING.finditer(text) if starts else ():
        place = match.span("name")
        if match["name"][:2] in NO_NAME or TITLE.match(text, place[1]):
            continue
        if _has_near(text, place, starts):
            add_name(spans, FoundKind.NAME, text, place, sure=True)


def add_listed_names(spans: dict[Place, Span], text: str) -> None:
    """Names listed together with those found: 受助学生：王小明、李小红."""
    waiting = list(spans.items())
    while waiting:
        (_, end), one = waiting.pop()
        following = _NEXT.match(text, end)
        if following and not _is_taken(spans, following.span("name")) and is_name(text, following.span("name")):
            place = following.span("name")
            spans[place] = Span(one.kind, *place, following["name"])
            waiting.append((place, spans[place]))


def add_repeated_names(spans: dict[Place, Span], text: str) -> None:
    """Further occurrences of the same names; two-character names count once, since they may be part of a word.

    Looked up by the first characters of each place: a regular expression of ten thousand names would try each of
    them.
    """
    kinds = {span.value: span.kind for span in spans.values() if len(span.value) >= LONG_NAME}
    lengths = sorted({len(name) for name in kinds}, reverse=True)
    firsts = "".join(sorted({name[0] for name in kinds}))
    for match in re.finditer(f"[{firsts}]", text) if firsts else ():
        for place in ((match.start(), match.start() + length) for length in lengths):
            name = text[slice(*place)]
            if name in kinds and not _is_taken(spans, place):
                spans[place] = Span(kinds[name], *place, name)
                break


def candidates(text: str) -> Spans:
    """Anybody's names, officials included, which count where something else marks them as private."""
    found = (match.span("name") for match in _CALLED_ANYBODY.finditer(text))
    return [Span(FoundKind.NAME, *place, text[slice(*place)]) for place in found if is_name(text, place)]


def is_name(text: str, place: Place) -> bool:
    """Whether these characters can be a name and not a word that begins like one.

    After a colon all of them count: 姓名：阳光明 is a name, 阳光 in a sentence is not.
    """
    name = text[slice(*place)]
    if text[place[0] - 1 : place[0]] in _SURELY:
        return name not in NO_NAME and not reads_as_words(text, place, sure=True)
    is_clear = (
        name[0] not in DOUBTFUL
        or _CLEAR_END.match(text, place[1])
        or (len(name) == LONG_NAME and is_made_of_given(name[1:]))
    )
    return name[:2] not in NO_NAME and bool(is_clear) and not reads_as_words(text, place, sure=False)


_SURELY = frozenset(":|\t")
_CLEAR_END = re.compile(
    r"$|[\s,，()。:;；、|0-9\[]|\n|申请|领取|反映|来电|男|女|患|因|身份|公民|电话|手机|驾驶|卡号|账|住|送"
)


def add_name(spans: dict[Place, Span], kind: FoundKind, text: str, place: Place, *, sure: bool = False) -> None:
    """Add a name unless it is none or taken; `sure`: after a label, where only whole words are excluded."""
    if _is_taken(spans, place):
        return
    if sure:
        can_be = text[slice(*place)] not in NO_NAME and not reads_as_words(text, place, sure=True)
    else:
        can_be = is_name(text, place)
    if not can_be:
        return
    spans[place] = Span(FoundKind.MINOR if _AGE.match(text, place[1]) else kind, *place, text[slice(*place)])


def _is_taken(spans: dict[Place, Span], place: Place) -> bool:
    """Names have two to four characters, so an overlapping one begins close by."""
    near = range(place[0] - 3, place[1])
    return any((start, end) in spans and end > place[0] for start in near for end in range(start + 2, start + 5))


def _has_near(text: str, place: Place, starts: list[int]) -> bool:
    for index in range(bisect_left(starts, place[0] - NEAR), bisect_right(starts, place[1] + NEAR)):
        number = starts[index]
        if "\n" not in text[min(number, place[0]) : max(number, place[1])]:
            return True
    return False


def _before(text: str, hard: Span) -> Place | None:
    """The name to which a number belongs: 王小明，男，身份证号码：370305…."""
    low = max(hard.start - REACH, text.rfind("\n", max(hard.start - REACH, 0), hard.start) + 1, 0)
    for end in lead_ins(text, low, hard.start):
        if end == hard.start and hard.kind is FoundKind.PLATE:  # 查获鲁C…: a verb, where nothing stands between
            continue
        if match := _BARE.search(text, max(end - 8, 0), end):
            return match.span("name")
    return None
