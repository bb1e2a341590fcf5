"""DOCX made to hurt: endless numbers, depths, loops and repetitions in a few kilobytes."""

from collections.abc import Iterator

from tests.support.documents import NAMES, cell, numbered, p, pack, unpack, word

from . import HostileFile
from .archives import entry, lying, written

R = "http://schemas.openxmlformats.org/package/2006/relationships"


def hostile() -> Iterator[HostileFile]:
    for name, data, about in (*_numbers(), *_many(), *_deep(), *_packages()):
        yield HostileFile(f"{name}.docx", data, about)


def _list(start: str, form: str, text: str = "%1、", level: str = "0") -> bytes:
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{level}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        f'<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        "</w:num></w:numbering>"
    )
    return word(numbered("甲", 1) + numbered("乙", 1, level), parts={"numbering.xml": numbering})


def _numbers() -> Iterator[tuple[str, bytes, str]]:
    yield "字母编号", _list("999999999", "upperLetter"), "a letter repeated 38 million times"
    yield "罗马编号", _list("2000000000", "upperRoman"), "two million times M"
    yield "长编号", _list("9" * 5000, "decimal"), "more digits than int takes"
    yield "上标编号", _list("²", "chineseCounting", level="①"), "digits that int does not take"
    yield "负编号", _list("-5", "decimalEnclosedCircle"), "a negative start"
    yield "编号样式", _list("1", "upperLetter", "%1" * 100_000), "a number of 100,000 places"
    merged = cell("一", "<w:gridSpan w:val='1000000000'/><w:vMerge w:val='restart'/>")
    below = cell("", "<w:gridSpan w:val='999999999999'/><w:vMerge/>")
    yield "跨列", word(f"<w:tbl><w:tr>{merged}</w:tr><w:tr>{below}</w:tr></w:tbl>"), "a cell of a billion columns"
    nonsense = cell("一", "<w:gridSpan w:val='²'/>")
    yield "跨列二", word(f"<w:tbl><w:tr>{nonsense}</w:tr></w:tbl>"), "a cell of ² columns"
    symbols = "".join(f'<w:sym w:font="x" w:char="{one}"/>' for one in ("D800", "110000", "F" * 5000, "0", "-1", "²"))
    yield "符号", word(f"<w:p><w:r>{symbols}<w:t>字</w:t></w:r></w:p>"), "letters that are none"
    yield "字号", word(p("一", run="<w:sz w:val='①'/>") + p("二", run=f"<w:sz w:val='{'9' * 5000}'/>")), "sizes"


def _many() -> Iterator[tuple[str, bytes, str]]:
    yield "段落", word(p("一段话") * 100_000), "100,000 paragraphs"
    yield "空串", word(p("一") + f"<w:p>{'<w:r/>' * 250_000}</w:p>"), "250,000 empty runs"
    yield "制表", word(f"<w:p><w:r><w:t>一</w:t>{'<w:tab/>' * 250_000}</w:r></w:p>"), "250,000 tabs"
    deleted = "<w:p><w:pPr><w:rPr><w:del w:author='甲'/></w:rPr></w:pPr><w:r><w:t>字</w:t></w:r></w:p>"
    yield "连删", word(deleted * 5000 + p("完")), "5,000 paragraphs joined one after another"
    inserted = "<w:ins w:author='甲'><w:r><w:t>字</w:t></w:r></w:ins>"
    yield "插入", word(f"<w:p>{inserted * 6000}</w:p>"), "6,000 insertions in one paragraph"
    link = "<w:hyperlink w:anchor='甲'><w:r><w:t>字</w:t></w:r></w:hyperlink>"
    yield "链接", word(f"<w:p>{link * 4000}</w:p>"), "4,000 links in one paragraph"
    comments = f"<w:comments {NAMES}>" + "<w:comment w:id='0' w:author='甲'><w:p/></w:comment>" * 100_000
    yield "批注", word(p("一"), parts={"comments.xml": f"{comments}</w:comments>"}), "100,000 comments"
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    yield "文本框", word(f"<w:p>{box * 20_000}</w:p>"), "20,000 text boxes on one paragraph"
    choice = "<mc:AlternateContent><mc:Choice><w:r><w:t>字</w:t></w:r></mc:Choice></mc:AlternateContent>"
    yield "选择", word(f"<w:p>{choice * 4000}</w:p>"), "4,000 alternatives"
    spaces = " ".join(f'xmlns:n{n}="u{n}" n{n}:rsid="1"' for n in range(10_000))
    yield "属性", word(f"<w:p {spaces}><w:r><w:t>字</w:t></w:r></w:p>"), "10,000 attributes of 10,000 namespaces"


def _deep() -> Iterator[tuple[str, bytes, str]]:
    yield "深", word("<w:sdt>" * 100_000 + p("一") + "</w:sdt>" * 100_000), "100,000 levels"
    for wrapper in ("w:sdt", "w:ins", "w:del", "w:r", "w:txbxContent", "mc:AlternateContent", "w:tbl"):
        body = f"<{wrapper}>" * 240 + "<w:p><w:r><w:t>一</w:t></w:r></w:p>" + f"</{wrapper}>" * 240
        yield f"深{wrapper[2:]}", word(f"<w:p>{body}</w:p>{body}" * 2), f"as many {wrapper} as the parser takes"
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(5000)
    )
    circle = '<w:style w:styleId="环"><w:name w:val="环"/><w:basedOn w:val="环"/></w:style>'
    parts = unpack(word(p("一", style="s0") * 500 + p("二", style="环")))
    parts["word/styles.xml"] = f"<w:styles {NAMES}>{chain}{circle}</w:styles>".encode()
    yield "样式", pack(parts), "5,000 styles based on one another, and one on itself"


def _packages() -> Iterator[tuple[str, bytes, str]]:
    parts = unpack(word(p("一")))
    yield "假大小", lying(parts, "word/document.xml"), "a body that goes on for 1.5 GB behind its end"
    yield (
        "假图片",
        lying({**parts, "word/media/image1.png": b"\x89PNG\r\n\x1a\n"}, "word/media/image1.png"),
        "a picture",
    )
    twice = [entry(name, data) for name, data in parts.items()] + [entry("word/document.xml", b"<other/>")]
    yield "同名", written(twice), "two bodies"
    levels = "".join(f'<!ENTITY a{n + 1} "{10 * _reference(n)}">' for n in range(11))
    entities = f'<!DOCTYPE a [<!ENTITY a0 "字字字字字字字字字字">{levels}'
    body = f"{entities}]><w:document {NAMES}><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>"
    yield "实体", pack({**parts, "word/document.xml": body}), "entities of entities"
    links = "".join(
        f'<Relationship Id="r{n}" Type="x/{kind}" Target="{target}" {mode}/>'
        for n, (kind, target, mode) in enumerate(
            (
                ("aFChunk", "document.xml", ""),
                ("header", "document.xml", ""),
                ("image", "file:///etc/passwd", 'TargetMode="External"'),
                ("image", "../../../etc/passwd", ""),
                ("styles", "", ""),
            )
        )
    )
    loops = {**parts, "word/_rels/document.xml.rels": f'<Relationships xmlns="{R}">{links}</Relationships>'}
    chunk = f"<w:document {NAMES}><w:body><w:altChunk r:id='r0'/>{p('一')}</w:body></w:document>"
    yield "回环", pack({**loops, "word/document.xml": chunk}), "relationships that lead back, outside, and nowhere"
    chain = {
        f"word/_rels/{n}.xml.rels": f'<Relationships xmlns="{R}"><Relationship Id="r" Type="x" Target="{n + 1}.xml"/>'
        "</Relationships>"
        for n in range(2000)
    } | {f"word/{n}.xml": "<x/>" for n in range(2001)}
    start = f'<Relationships xmlns="{R}"><Relationship Id="r" Type="x" Target="0.xml"/></Relationships>'
    yield "长链", pack({**parts, "word/_rels/document.xml.rels": start, **chain}), "2,000 parts, each led to by another"
    types = parts["[Content_Types].xml"].replace(b"wordprocessingml.document.main+xml", b"image/png")
    yield "类型", pack({**parts, "[Content_Types].xml": types}), "a body that is called a picture"
    yield "无正文", pack({**parts, "word/document.xml": "<w:document/>"}), "a body without its namespace"
    yield "套", _nested(parts, 12, 1), "documents within documents"
    yield "套多份", _nested(parts, 4, 30), "thirty documents in each of thirty"


def _reference(number: int) -> str:
    return f"&a{number};"


def _nested(parts: dict[str, bytes], depth: int, copies: int) -> bytes:
    inside = pack(parts)
    for _ in range(depth):
        inside = pack({**parts, **{f"word/embeddings/{n}.docx": inside for n in range(copies)}})
    return inside
