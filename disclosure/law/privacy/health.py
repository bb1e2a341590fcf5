"""Health data of a named person (个保法 art. 28); the same word in a rule or a statistic is nobody's."""

import re
from bisect import bisect_left

from .contexts import line
from .findings import FoundKind, Span, Spans
from .people import NAME, is_name

_ILLNESS = re.compile(
    r"(?:(?:智力|肢体|精神|视力|听力|言语|多重)(?:残疾)?[一二三四]级|(?:智力|肢体|精神|视力|听力|言语|多重)残疾(?:[一二三四]级)?"
    r"|[一二三四]级(?:智力|肢体|精神|视力|听力|言语|多重)?残疾|残疾(?:等级)?[:\s]?[一二三四]级"
    r"|尿毒症|白血病|(?:肝|肺|胃|肠|结肠|直肠|食管|食道|乳腺|宫颈|卵巢|前列腺|膀胱|胰腺|甲状腺|鼻咽|喉|胆囊|肾|皮肤|子宫|骨|口腔)癌|癌症|癌(?=晚期|早期|中期)|恶性肿瘤|脑瘤|脑肿瘤|淋巴瘤|骨髓瘤|肿瘤|糖尿病|高血压|冠心病|(?:先天性)?心脏病|心肌梗[死塞]|心梗|脑梗[死塞]?|脑出血|脑溢血|脑瘫"
    r"|脑卒中|中风|偏瘫|截瘫|瘫痪|癫痫|帕金森(?:病|综合征)?|阿尔茨海默(?:病|症)?|老年痴呆|痴呆|精神分裂症?|精神病|精神障碍|抑郁症|双相情感障碍|自闭症|孤独症|焦虑症"
    r"|艾滋病|HIV|乙型?肝炎?|丙肝|肝硬化|肝炎|肺结核|结核病|尘肺病?|矽肺|慢阻肺|哮喘|肾衰竭|肾功能衰竭|肾病|肾炎|红斑狼疮|血友病|再生障碍性贫血|重症肌无力|渐冻症"
    r"|类风湿|强直性脊柱炎|股骨头坏死|骨折|梅毒|性病|流产|早产|不孕|新冠(?:肺炎|病毒)?(?:阳性|感染|确诊)|核酸(?:检测)?阳性|确诊病例|布病|布鲁氏菌病|重病|白内障|失明|植物人|(?:急性|慢性)[\u4e00-\u9fff]{1,6}(?:炎|病(?!人)|症|衰竭))"
)
# A diagnosis in so many words, whatever the illness is called.
_DIAGNOSED = re.compile(
    r"(?:诊断为|确诊为?|患有?|罹患|查出|身患)(?:了)?(?P<illness>[\u4e00-\u9fff]{1,10}?(?:病|症|炎|瘤|癌|损伤|挫伤|撕裂|综合征|结核|结石|硬化|衰竭|畸形|出血))"
    r"(?!防|媒|虫|害|房|历|假|情|区|人|例|床|症|状|种)"
)
_SUFFERS = re.compile(
    rf"(?:^|[\s,，。；;、|(:\"“]|因|对|由|是)(?P<name>{NAME})"
    r"(?=(?:[,，\s|(]|[男女]|现?年?[0-9]{1,3}岁|本人|自幼|长期|突发|不幸|因|身|常年|同志|等人|家){0,6}(?:患|确诊|被诊断|诊断|罹患|住院|查出|感染|系|为|突发|[,，、\s|]{1,2}(?:智力|肢体|精神|视力|听力|言语|多重)"
    r"|因[^,，。；;\n]{2,10}(?:住院|手术|治疗|就医|去世|死亡|致贫|返贫|丧失)))"
)
REACH, AFTER = 50, 25


def health(text: str, named: Spans, maybe: Spans) -> Spans:
    """Illnesses and disabilities on a named person's line, and the name where it was not found yet.

    `named` are private persons, `maybe` anybody's names: a person said to be ill is a private person.
    """
    starts = sorted({span.start for span in named} | {span.start for span in maybe})
    told, others = {span.start for span in named}, {span.start: span for span in maybe}
    kept: dict[int, Span] = {}
    for start, end in _illnesses(text):
        person = _person(text, (start, end), starts)
        if person is None:
            continue
        kept[start] = Span(FoundKind.HEALTH, start, end, text[start:end])
        if person.start not in told:
            kept[person.start] = others.get(person.start, person)
    return list(kept.values())


def _illnesses(text: str) -> list[tuple[int, int]]:
    known = [match.span() for match in _ILLNESS.finditer(text)]
    covered = {place for start, end in known for place in range(start, end)}
    said = (match.span("illness") for match in _DIAGNOSED.finditer(text))
    return sorted([*known, *(span for span in said if covered.isdisjoint(range(*span)))])


def _person(text: str, illness: tuple[int, int], starts: list[int]) -> Span | None:
    begin, end = illness
    left, right = line(text, begin, end, reach=REACH)
    low, high = begin - len(left), end + min(len(right), AFTER)
    index = bisect_left(starts, high) - 1
    if index >= 0 and starts[index] >= low:
        return Span(FoundKind.NAME, starts[index], starts[index], "")
    found = None
    for match in _SUFFERS.finditer(text, max(low, 0), end + 6):
        if is_name(text, match.span("name")) and match.end("name") <= begin:
            found = Span(FoundKind.NAME, *match.span("name"), match["name"])
    return found
