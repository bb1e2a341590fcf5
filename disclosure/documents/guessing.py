"""What a document says about itself: title, numbers, dates, who issued it. Only what is found; a person confirms it."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import rjieba
from lxml import html

from .results import Converted, ConvertedLine, Guesses

GENRES = (
    *("通知", "公告", "通告", "通报", "决定", "决议", "命令", "意见", "批复", "函", "报告", "请示", "纪要", "方案"),
    *("办法", "规定", "细则", "规划", "计划", "预案", "制度", "指南", "预算", "决算", "总结", "解读"),
)
MOST_KEYWORDS, LONGEST_TITLE, LONGEST_SUMMARY = 5, 120, 200
MOST_JOINT, LEAST_OF_BODY = 10, 4  # bodies that issue together; letters of a name that stands beside others
_HEAD, _TAIL = 15, 12  # lines from the start and from the end where a document says who and when

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}\s*[〔\[［(（【﹝]\s*((?:19|20)\d{2})\s*年?\s*[〕\]］)）】﹞]\s*(?:第\s*)?(\d{1,5})\s*号"
)
_DIGITS = "〇零○Ｏ一二三四五六七八九"
_DATE = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = re.compile(rf"([{_DIGITS}]{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日")
_BODY = re.compile(r"(?:[\u4e00-\u9fff]{2,}(?:人民政府|委员会|办公室|局|委|办|中心|站|所|大队|中队|院|厅|部|处|会))")
_RED_HEAD = re.compile(rf"({_BODY.pattern})\s*文\s*件")
_SALUTATION = re.compile(r".{2,60}：")
STOP = {
    *("有关", "进行", "工作", "关于", "我们", "以及", "根据", "按照", "相关", "通过", "开展", "情况", "一个", "各村"),
    *("单位", "以下", "如下", "做好", "加强", "印发", "实施", "推进", "落实", "进一步", "认真", "全面", "年度"),
}
_HEADING = re.compile(
    r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十百]+[章条]|\d+[.．、]"
)


def guess(document: Converted) -> Guesses:
    """Guess the fields of an item from look and words of the lines."""
    lines = [line for line in document.lines if line.text.strip()]
    number_at, number = _document_number(lines)
    title, titled = _title(lines, number_at)
    publisher, publisher_lines = _publisher(lines)
    head = [line.text for line in titled] + publisher_lines
    if number_at is not None and _NUMBER.fullmatch(_bare(lines[number_at].text)):
        head.append(lines[number_at].text)
    running = [line.text for line in lines if line not in titled]
    return Guesses(
        title=title,
        document_number=number,
        publisher=publisher,
        formed_on=_formed_on(lines),
        genre=next((genre for genre in GENRES if title.endswith(genre)), ""),
        keywords=" ".join(_keywords(title, " ".join(running))),
        summary=_summary(running),
        head=tuple(head),
    )


def without_head(document: Converted, guesses: Guesses) -> Converted:
    """Remove title, red head and document number, which have fields of their own; says so in warnings."""
    if not guesses.head:
        return document
    root = html.fragment_fromstring(document.html, create_parent="div")
    wanted = Counter(guesses.head)
    for element in list(root)[:_HEAD]:
        text = " ".join(element.text_content().split())
        if wanted[text] and element.tag in ("p", "h3", "h4") and element.find(".//img") is None:
            wanted[text] -= 1
            element.drop_tree()
    said = "、".join(dict.fromkeys(guesses.head))
    inner = "".join(html.tostring(one, encoding="unicode") for one in root)
    return Converted(
        inner,
        document.pictures,
        [*document.warnings, f"文件开头的「{said}」已填入表单，正文中不再重复。"],
        document.lines,
        document.pages,
    )


def _bare(text: str) -> str:
    """Remove blanks used for alignment, and a signer's name beside the number."""
    return text.partition("签发人")[0].strip()


def _document_number(lines: Sequence[ConvertedLine]) -> tuple[int | None, str]:
    """Find the document's own number: on its own line or in the head; others are quoted in running text."""
    for place, line in enumerate(lines[:_HEAD]):
        found = _NUMBER.search(line.text)
        if found and (found.group() == _bare(line.text) or len(line.text) <= len(found.group()) + 8):
            word = re.match(r"[\u4e00-\u9fff]+", found.group())
            return place, f"{word.group() if word else ''}〔{found[1]}〕{int(found[2])}号"
    return None, ""


def _title(lines: Sequence[ConvertedLine], number_at: int | None) -> tuple[str, list[ConvertedLine]]:
    """Find the title by its style, else by size near the start, else the first line that reads as one."""
    head = [line for line in lines[:_HEAD] if not _is_mark(line)]
    styled = [line for line in head if line.title]
    if styled:
        return _joined(_neighbours(styled, lines))
    centred = [line for line in head if line.centred and len(line.text) <= LONGEST_TITLE]
    if centred:
        largest = max(line.size for line in centred)
        usual = Counter(line.size for line in lines).most_common(1)[0][0]
        top = [line for line in centred if line.size == largest]
        if largest > usual or any(line.text.endswith(tuple(GENRES)) for line in top) or top[0] is head[0]:
            return _joined(_neighbours(top, lines))
    for line in head:
        named = "关于" in line.text[:20] or line.text.endswith(tuple(GENRES))
        if named and 4 < len(line.text) <= LONGEST_TITLE and line.text[-1] not in "。：；，":  # noqa: PLR2004  # a title's usual length
            return _joined([line])
    after = head if number_at is None else [line for line in lines[number_at + 1 : _HEAD] if not _is_mark(line)]
    first = next((line for line in after if 4 < len(line.text) <= 60 and line.text[-1] not in "。：；，"), None)  # noqa: PLR2004  # a title's usual length
    return _joined([first]) if first else ("", [])


def _is_mark(line: ConvertedLine) -> bool:
    """Whether it is a number, red head, date, or mark of copies or urgency, none of which is a title."""
    text = line.text.replace(" ", "")
    return bool(
        _NUMBER.fullmatch(_bare(line.text))
        or _RED_HEAD.fullmatch(text)
        or line.red
        or _HEADING.match(text)
        or _DATE.fullmatch(text)
        or text in ("特急", "加急", "附件", "草案", "征求意见稿")
    )


def _neighbours(found: list[ConvertedLine], lines: Sequence[ConvertedLine]) -> list[ConvertedLine]:
    """Return the first run of such lines, as a long title takes two or three."""
    start = lines.index(found[0])
    run = [found[0]]
    for line in lines[start + 1 : start + 4]:
        if line not in found:
            break
        run.append(line)
    return run


def _joined(lines: list[ConvertedLine]) -> tuple[str, list[ConvertedLine]]:
    return "".join(line.text for line in lines)[:300], lines


def _publisher(lines: Sequence[ConvertedLine]) -> tuple[str, list[str]]:
    """Find the red head (XX文件), else the lines before the final date; of a joint issue all bodies, by blanks."""
    heads = _red_heads(lines[:_HEAD])
    if heads:
        names = [name for _, bodies in heads for name in bodies]
        return " ".join(dict.fromkeys(names)), [line for line, _ in heads]
    for place in range(len(lines) - 1, max(len(lines) - 1 - _TAIL, 0), -1):
        if _date_in(lines[place].text) and len(lines[place].text) <= 24:  # noqa: PLR2004  # a line that is only a date
            return " ".join(_signers(lines[max(place - MOST_JOINT, 0) : place])), []
    return "", []


def _red_heads(lines: Sequence[ConvertedLine]) -> list[tuple[str, list[str]]]:
    """Find the lines of the red head with the bodies that each names; one line of a joint issue ends in 文件."""
    heads: list[tuple[str, list[str]]] = []
    is_over = False
    for line in lines:
        text = line.text.replace(" ", "")
        if is_over and not (line.red and _BODY.fullmatch(text)):
            break
        red_head = text.removesuffix("文件")
        bodies = _bodies(line.text.rstrip().removesuffix("件").rstrip().removesuffix("文") if text != red_head else "")
        if text != red_head and (bodies or (heads and not red_head)):
            heads.append((line.text, bodies))
            is_over = True
        elif (line.red and _BODY.fullmatch(text)) or (line.red and len(_bodies(line.text)) > 1):
            heads.append((line.text, _bodies(line.text)))
        elif _RED_HEAD.fullmatch(text):
            heads.append((line.text, [text.removesuffix("文件")]))
            is_over = True
    return heads


def _bodies(text: str) -> list[str]:
    """Return the bodies that a line names, parted by blanks; letters that blanks spread over a line are one name."""
    whole = text.replace(" ", "").replace("\u3000", "")
    parts = text.split()
    if len(parts) > 1 and all(_BODY.fullmatch(part) and len(part) >= LEAST_OF_BODY for part in parts):
        return parts
    return [whole] if _BODY.fullmatch(whole) else []


def _signers(lines: Sequence[ConvertedLine]) -> list[str]:
    """Return the bodies in the lines right above the final date, from the first to the last."""
    signers: list[str] = []
    for line in reversed(lines):
        bodies = _bodies(line.text)
        if not bodies:
            break
        signers = bodies + signers
    return signers


def _formed_on(lines: Sequence[ConvertedLine]) -> date | None:
    """Find the last line that is a date, else a date in the head on its own line or in brackets."""
    for line in reversed(lines[-_TAIL:]):
        if len(line.text.replace(" ", "")) <= 16 and (found := _date_in(line.text)):  # noqa: PLR2004  # as above
            return found
    for line in lines[:_HEAD]:
        if len(line.text.replace(" ", "")) <= 16 and (found := _date_in(line.text)):  # noqa: PLR2004  # as above
            return found
    return None


def _date_in(text: str) -> date | None:
    bare = text.replace(" ", "")
    found, chinese = _DATE.search(bare), _CHINESE_DATE.search(bare)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
        if chinese:
            year = int("".join(str(max(_DIGITS.index(sign) - 3, 0)) for sign in chinese[1]))
            return date(year, _small(chinese[2]), _small(chinese[3]))
    except ValueError:  # no such day, or 十十 for a number
        pass
    return None


def _small(text: str) -> int:
    """Read 一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    digits = _DIGITS[3:]
    return (digits.index(tens) if tens else 1) * 10 * bool(ten) + (digits.index(ones) if ones else 0)


def _keywords(title: str, body: str) -> list[str]:
    """Return words of the title, then frequent words of the text; short ones are left out, as not all are nouns."""
    in_title = [word for word in rjieba.cut(title) if _is_word(word)]
    counted = Counter(word for word in rjieba.cut(body[:50_000]) if _is_word(word))
    ranked = sorted(dict.fromkeys(in_title), key=lambda word: -counted[word])
    ranked += [word for word, count in counted.most_common(20) if count > 2]  # noqa: PLR2004  # said more than twice
    return list(dict.fromkeys(ranked))[:MOST_KEYWORDS]


def _is_word(word: str) -> bool:
    chinese = all("\u4e00" <= sign <= "\u9fff" for sign in word)
    return chinese and len(word) > 1 and word not in STOP and word not in GENRES


def _summary(lines: Sequence[str]) -> str:
    """Return the first full sentence, no salutation or heading."""
    for line in lines:
        if len(line) < 20 or _SALUTATION.fullmatch(line) or "。" not in line:  # noqa: PLR2004  # shorter ones are headings
            continue
        sentence = line[: line.index("。") + 1]
        return sentence if len(sentence) <= LONGEST_SUMMARY else f"{sentence[: LONGEST_SUMMARY - 1]}…"
    return ""
