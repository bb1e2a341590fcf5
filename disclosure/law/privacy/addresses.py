"""Home addresses of persons, precise to the house; an office's own address and a project's site are not personal."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .contexts import line, sentence
from .findings import FoundKind, Span, Spans

_NUMBER = r"(?:[0-9]{1,5}(?:-[0-9]{1,4}){0,3}[A-Za-z]?|[零〇一二三四五六七八九十百]{1,4}|[A-Za-z甲乙丙丁东西南北])"
_UNIT = (
    r"(?:号楼|号院|号|栋|幢|座|单元|室|户(?!口|籍|主|均|数|型|[\u4e00-\u9fff]{0,2}[:：])"
    r"|组|小队|队|弄|支弄|楼|巷|排|门牌|房(?!屋|产)|层)"
)
_DETAIL = re.compile(rf"{_NUMBER} ?{_UNIT}(?:[0-9]{{1,4}}(?:-[0-9]{{1,4}})?(?! ?{_UNIT}|[0-9.元年月日岁:]))?")
_FLAT_NUMBER = r"(?<=[区园苑村庭城府庄寓]) ?[0-9]{1,3}(?:号楼)?-[0-9]{1,3}(?:-[0-9]{2,4})?(?![0-9\-年月日.])"
_DETAIL = re.compile(rf"{_DETAIL.pattern}|{_FLAT_NUMBER}")
_LINK = re.compile(r"[ \u4e00-\u9fffA-Za-z0-9\-]{0,10}")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·\-]{0,44}(?: |(?<=[镇区市省村路街园区苑]), ?)?$")
_PLACE = re.compile(
    r"村|庄|社区|小区|花园|家园|苑|公寓|新村|嘉园|胡同|巷|弄|街|路|大道|镇|乡|区|县|市|里|城|府|园|屯|坊|院|宿舍|居|湾|郡|墅|庭|楼"
)
_HOUSE = re.compile(r"号|室|户|房|门牌|单元[0-9]|[0-9]-[0-9]")
_FLAT = re.compile(r"单元 ?[0-9]{1,4}|(?:楼|栋|幢|座)[^,，。；;]{0,6}?[0-9]{3,4}(?:室|户)?")
_HOME = re.compile(
    r"(?:(?:家庭|户籍|户口|现居|居住|常住|暂住|经常居住|实际居住|身份证|本人|个人|租住|出生|收货|收件|邮寄|现|住家|家)"
    r"(?:详细)?(?:地址|住址|住所|住处|所在地|地)|(?<!办公)住址|现住|家住|居住(?:在|于)|租住(?:在|于)?|借住(?:在|于)?|暂住(?:在|于)?|户籍地|户籍|家在"
    r"|寄[送往]?(?:至|到)|送达至|房号|(?<![入居现家租暂借常原内吃])住(?:在|于|到)?(?![宅建院房户宿保址所处持地改])|门牌号?)[:\s|]{0,3}(?:为|是|在)?"
)
_ANY_LABEL = re.compile(
    r"(?:(?:通讯|通信|联系|送达|详细|收)?地址|住所地?|经营场所|营业场所|注册地|位于|坐落于?|座落于?|地点)[:\s|]{0,3}(?:为|是|在|于)?"
)
_OFFICE = re.compile(
    r"办公|驻地|公司|企业|合作社|经营部|个体|商店|超市|工厂|办事处|管理处|居委会|村委会|村委|[局科厅馆站]|(?:财政|派出|税务|司法|工商|国土|研究|交易|律师|事务|看守|人社|保障|服务)所|法院|检察院|政府|中心|窗口|大厅|学校|医院|卫生院|派出所|银行|支行"
    r"|营业|注册|经营|工程|项目|施工|建设|地块|宗地|改造|维修|保温|共[0-9]+|会议|开标|报名|采购|代理|受理|坐标|采样|监测点|站点|路段|停水|停电|检修|招标|投标"
)
_MARKED = re.compile(r"[*＊×xX某]{1,}")
# An entry of a form: a village is precise enough, since the label says whose home it is.
_ENTRY = re.compile(
    r"(?:家庭(?:住址|地址)|(?:现|居住|家庭)?住址|居住地址|户籍地址|户籍所在地|收货地址)[:|]\s?"
    r"(?P<place>[\u4e00-\u9fffA-Za-z0-9\-]{2,40}?(?:村|庄|社区|小区|花园|家园|苑|公寓|胡同|巷|街|路|宿舍|院))(?=$|[\s,，。；;、|():])"
)
MOST_BETWEEN = 10


def addresses(text: str, persons: Spans) -> Spans:
    """Addresses called a home, flats, and houses on a line with a person's name or number (`persons`)."""
    taken = sorted(span.start for span in persons if span.kind is not FoundKind.PLATE)
    found: Spans = []
    for start, end in _chains(text):
        span = _address(text, start, end, taken)
        if span and not (found and found[-1].end > span.start):
            found.append(span)
    return [*found, *_entries(text, {span.start for span in found})]


def names_a_house(text: str) -> bool:
    """Whether the text names anything as precise as a house, so that `addresses` needs `persons`."""
    return bool(_DETAIL.search(text))


def _entries(text: str, known: set[int]) -> Spans:
    places = (match.span("place") for match in _ENTRY.finditer(text))
    return [Span(FoundKind.ADDRESS, *place, text[slice(*place)]) for place in places if place[0] not in known]


def _chains(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for match in _DETAIL.finditer(text):
        if end >= 0 and match.start() - end <= MOST_BETWEEN and _LINK.fullmatch(text, end, match.start()):
            end = match.end()
            continue
        if end >= 0:
            yield start, end
        start, end = match.span()
    if end >= 0:
        yield start, end


def _address(text: str, start: int, end: int, persons: list[int]) -> Span | None:
    begin = _begin_of_run(text, start)
    called = _label(_HOME, text, begin, start)
    labelled = called or _label(_ANY_LABEL, text, begin, start)
    begin = max(begin, labelled or begin)
    begin += len(text[begin:start]) - len(text[begin:start].lstrip(" -·"))
    whole = text[begin:end]
    if not _PLACE.search(text[begin : end - 1]) or not (called or _HOUSE.search(text[start:end])):
        return None
    if not _is_home(text, (begin, start, end), is_called=called is not None, persons=persons):
        return None
    return Span(FoundKind.ADDRESS, begin, end, whole)


def _is_home(text: str, place: tuple[int, int, int], *, is_called: bool, persons: list[int]) -> bool:
    begin, start, end = place
    left, right = sentence(text, begin, end, 30, 12)
    if is_called:
        return not re.search(r"公司|企业|合作社|经营部|政府|项目", left)
    if _OFFICE.search(left) or _OFFICE.search(text[begin:start]) or _OFFICE.search(right):
        return False
    return bool(_FLAT.search(text[start:end])) or _has_person(text, begin, end, persons)


def _has_person(text: str, begin: int, end: int, persons: list[int]) -> bool:
    left, right = line(text, begin, end, 80)
    return bisect_left(persons, begin - len(left)) < bisect_left(persons, end + len(right))


def _begin_of_run(text: str, start: int) -> int:
    low = max(start - 46, 0)
    match = _RUN.search(text, low, start)
    return match.start() if match else start


def _label(pattern: re.Pattern[str], text: str, begin: int, start: int) -> int | None:
    end_of_label = None
    for match in pattern.finditer(text, max(begin - 12, 0), start):
        if match.end() >= begin:
            end_of_label = match.end()
    return end_of_label
