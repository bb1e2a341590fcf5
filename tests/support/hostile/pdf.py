"""PDF made to hurt: small files that draw, count, unpack or nest without end."""

import zlib
from collections.abc import Iterator
from functools import cache

from . import HostileFile

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] %s >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEN = b" ".join([b"/F Do"] * 10)


def stream(data: bytes, more: bytes = b"", *, packed: int = 0) -> bytes:
    """An object of this content; `packed` times through Flate."""
    for _ in range(packed):
        data = zlib.compress(data, 9)
    filters = b"/Filter [" + b"/FlateDecode " * packed + b"]" if packed else b""
    return b"<< %s %s /Length %d >>\nstream\n%s\nendstream" % (more, filters, len(data), data)


@cache
def zeros(megabytes: int, times: int = 1) -> bytes:
    """So many megabytes of blanks through Flate, without ever holding them."""
    packer, block = zlib.compressobj(6), b" " * 2**20
    packed = b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


def packed_stream(packed: bytes, more: bytes = b"", times: int = 1) -> bytes:
    """An object whose content went through Flate already."""
    filters = b"/FlateDecode " * times
    return b"<< %s /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (more, filters, len(packed), packed)


def written(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects by number; 1 is the catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(made), max(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        made += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)
    return bytes(made)


def one_page(
    page: bytes = b"", content: bytes = b"", *, root: bytes = b"", more: dict[int, bytes] | None = None
) -> bytes:
    """A file of one page (object 3, its content 4, a font 5); others from 10 on."""
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE % (b"/Contents 4 0 R " + page),
            4: content or stream(b"BT /T 12 Tf 20 100 Td (a) Tj ET"),
            5: FONT,
            **(more or {}),
        }
    )


def nested_forms(first: int, depth: int, last: bytes = b"BT /T 9 Tf (a) Tj ET") -> dict[int, bytes]:
    """Forms in forms, each drawn ten times by the one before it."""
    head = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /T 5 0 R >> /XObject << /F %d 0 R >> >>"
    )
    return {
        number: stream(TEN if number < first + depth else last, head % (number + 1))
        for number in range(first, first + depth + 1)
    }


def pages_of(kids: bytes, count: int, more: dict[int, bytes] | None = None) -> bytes:
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            3: PAGE % b"/Contents 4 0 R /Resources << /Font << /T 5 0 R >> >>",
            4: stream(b"BT /T 12 Tf 20 100 Td (a) Tj ET"),
            5: FONT,
            **(more or {}),
        }
    )


def hostile() -> Iterator[HostileFile]:
    """Every kind, as a file of its own."""
    for kind in (_drawings, _trees, _bombs, _contents, _structures, _values):
        for name, about, data in kind():
            yield HostileFile(f"{name}.pdf", data, about)


Made = Iterator[tuple[str, str, bytes]]


def _drawings() -> Made:
    forms = nested_forms(10, 9)
    drawn = stream(TEN)
    own = b"/Resources << /XObject << /F 10 0 R >> >>"
    yield "forms", "forms nested nine deep, each drawn ten times", one_page(own, drawn, more=forms)
    hidden = stream(b"/F%not a name\nDo " * 10)
    yield "forms-comments", "the same behind comments", one_page(own, hidden, more=forms)
    escaped = stream(b"/#46 Do " * 10)
    yield "forms-escaped", "the same by another spelling of the name", one_page(own, escaped, more=forms)
    bare = {number: stream(b"/F%d Do " % number * 10, b"/Subtype /Form /BBox [0 0 9 9]") for number in range(10, 20)}
    names = b"".join(b"/F%d %d 0 R " % (number, number + 1) for number in range(9, 19))
    yield (
        "forms-inherited",
        "forms that find each other in the resources of the page",
        one_page(b"/Resources << /XObject << %s >> >>" % names, stream(b"/F9 Do " * 10), more=bare),
    )
    circle = {10: stream(TEN, b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 10 0 R >> >>")}
    yield "forms-circle", "a form that draws itself", one_page(own, drawn, more=circle)
    glyphs = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97"
        b" /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 31 0 R >>"
        b" /Resources << /XObject << /F 10 0 R >> >> >>"
    )
    letters = {**forms, 30: glyphs, 31: stream(b"9 0 d0 " + TEN)}
    text = stream(b"BT /T 12 Tf 20 100 Td (aaaa) Tj ET")
    yield (
        "type3",
        "a letter that is drawn by nested forms",
        one_page(b"/Resources << /Font << /T 30 0 R >> >>", text, more=letters),
    )
    pattern = {
        **forms,
        30: stream(
            TEN,
            b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 1 /YStep 1"
            b" /Resources << /XObject << /F 10 0 R >> >>",
        ),
    }
    filled = stream(b"/Pattern cs /P scn 0 0 200 200 re f")
    yield (
        "pattern",
        "a pattern of nested forms",
        one_page(b"/Resources << /Pattern << /P 30 0 R >> >>", filled, more=pattern),
    )
    note = b"/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 10 0 R >> >>]"
    yield "appearance", "a stamp of nested forms", one_page(note, more=forms)
    mask = b"/Resources << /ExtGState << /G << /SMask << /S /Luminosity /G 10 0 R >> >> >> >>"
    yield "mask", "a soft mask of nested forms", one_page(mask, stream(b"/G gs 0 0 9 9 re f"), more=forms)


def _trees() -> Made:
    yield "pages-repeated", "one page named 20,000 times", pages_of(b"3 0 R " * 20_000, 20_000)
    yield "pages-declared", "a million pages declared, one there", pages_of(b"3 0 R", 10**6)
    yield "pages-circle", "a tree of pages that leads back", pages_of(b"3 0 R 2 0 R", 2)
    nodes = {
        number: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
        for number in range(10, 2500)
    }
    nodes[2500] = PAGE % b""
    yield "pages-deep", "a page two and a half thousand levels down", pages_of(b"10 0 R", 1, nodes)
    wide = {
        number: b"<< /Type /Pages /Parent 2 0 R /Kids [%s] /Count 1 >>" % (b"%d 0 R " % (number + 1) * 10)
        for number in range(10, 20)
    }
    wide[20] = PAGE % b""
    yield "pages-shared", "ten levels that each name the next ten times", pages_of(b"10 0 R", 1, wide)
    heavy = pages_of(b"3 0 R " * 2900, 2900, {4: packed_stream(zeros(1), b"")})
    yield "pages-heavy", "2,900 times one page of 1 MB", heavy


def _bombs() -> Made:
    bomb = zeros(100)
    yield "content-bomb", "a page of 100 MB", one_page(content=packed_stream(bomb))
    twice = zeros(150, 2)
    yield "content-twice", "a page of 150 MB, packed twice", one_page(content=packed_stream(twice, times=2))
    yield "filters", "a page packed twenty times", one_page(content=stream(b"BT ET", packed=20))
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    drawn = (b"/Resources << /XObject << /I 10 0 R >> >>", stream(b"/I Do"))
    yield "image", "a picture of 60,000 by 60,000", one_page(*drawn, more={10: packed_stream(twice, image, 2)})
    font = {
        10: b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 97 /LastChar 97 /Widths [500] /FontDescriptor 11 0 R >>",
        11: b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 12 0 R >>",
        12: packed_stream(twice, times=2),
    }
    text = stream(b"BT /T 12 Tf 20 100 Td (aaaa) Tj ET")
    fonts = b"/Resources << /Font << /T 10 0 R >> >>"
    yield "font", "a font of 150 MB", one_page(fonts, text, more=font)
    masked = {**font, 12: packed_stream(twice, b"/Subtype /Image /Width 1 /Height 1", 2)}
    yield "font-masked", "the same font that says it is a picture", one_page(fonts, text, more=masked)
    letters = {10: FONT.replace(b" >>", b" /ToUnicode 11 0 R >>"), 11: packed_stream(bomb)}
    yield "unicode", "a table of letters of 100 MB", one_page(fonts, text, more=letters)
    yield (
        "embedded",
        "an embedded file of 150 MB",
        one_page(
            root=b"/Names << /EmbeddedFiles << /Names [(a.txt) 10 0 R] >> >>",
            more={
                10: b"<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 11 0 R >> >>",
                11: packed_stream(twice, b"/Type /EmbeddedFile", 2),
            },
        ),
    )
    yield (
        "metadata",
        "properties of 100 MB",
        one_page(root=b"/Metadata 10 0 R", more={10: packed_stream(bomb, b"/Type /Metadata /Subtype /XML")}),
    )
    codes = lzw(100)
    squeezed = b"<< /Filter /LZWDecode /Length %d >>\nstream\n%s\nendstream" % (len(codes), codes)
    yield "lzw", "a page of 100 MB through LZW", one_page(content=squeezed)
    objects = written({1: b"<< /Type /Catalog /Pages 2 0 R >>", 9: packed_stream(bomb, b"/Type /ObjStm /N 9 /First 9")})
    yield "objects", "a stream of objects of 100 MB", objects
    yield "xref", "an index of 30 million entries", _xref_bomb()
    yield "matryoshka", "files in files, each ten times", _matryoshka()


def lzw(megabytes: int) -> bytes:
    """One letter over and over, in codes of nine bits and more, each a letter longer than the one before."""
    codes: list[tuple[int, int]] = []
    length = 0
    while length < megabytes * 2**20:
        codes += [(256, codes[-1][1] if codes else 9), (32, 9)]
        length += 1
        for number in range(258, 4094):
            codes.append((number, 9 if number < 511 else 10 if number < 1023 else 11 if number < 2047 else 12))
            length += number - 256
    bits = "".join(f"{code:0{width}b}" for code, width in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def _xref_bomb() -> bytes:
    base = b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    index = b"/Type /XRef /Size 30000000 /W [1 1 1] /Root 1 0 R"
    return base + b"9 0 obj\n" + packed_stream(zeros(100), index) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(base)


def _matryoshka(levels: int = 9, times: int = 10) -> bytes:
    inner = one_page()
    for _ in range(levels):
        names = b"".join(b"(%d.pdf) 10 0 R " % number for number in range(times))
        inner = one_page(
            root=b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names,
            more={
                10: b"<< /Type /Filespec /F (a.pdf) /UF (a.pdf) /EF << /F 11 0 R >> >>",
                11: stream(inner, b"/Type /EmbeddedFile", packed=1),
            },
        )
    return inner


def _contents() -> Made:
    fonts = b"/Resources << /Font << /T 5 0 R >> >>"
    text = stream(b"BT /T 12 Tf " + (b"(" + b"a" * 30_000 + b") Tj ") * 70 + b"ET", packed=1)
    yield "letters", "two million letters on a page", one_page(fonts, text)
    lines = stream(b"BT /T 12 Tf 12 TL " + b"(a) ' " * 600_000 + b"ET", packed=1)
    yield "lines", "six hundred thousand lines on a page", one_page(fonts, lines)
    paths = stream(b"0 0 m 9 9 l S " * 600_000, packed=1)
    yield "paths", "six hundred thousand lines drawn on a page", one_page(content=paths)
    yield "states", "a million states put away", one_page(content=stream(b"q " * 1_000_000, packed=1))
    yield (
        "brackets",
        "brackets in brackets in a page's content",
        one_page(content=stream(b"[" * 1_000_000 + b"<<" * 1_000_000, packed=1)),
    )
    yield (
        "contents",
        "a page of one content named 50,000 times",
        one_page(b"", content=b"[" + b"10 0 R " * 20_000 + b"]", more={10: packed_stream(zeros(1))}),
    )


def _structures() -> Made:
    yield "nested", "arrays 40,000 deep", one_page(b"/X " + b"[" * 40_000 + b"]" * 40_000)
    yield "dictionaries", "dictionaries 20,000 deep", one_page(b"/X " + b"<< /A " * 20_000 + b"1" + b" >>" * 20_000)
    first = {10: b"<< /Title (a) /Parent 11 0 R /Next 10 0 R /First 10 0 R >>", 11: b"<< /First 10 0 R /Last 10 0 R >>"}
    yield "outlines", "bookmarks in a circle", one_page(root=b"/Outlines 11 0 R", more=first)
    deep = {
        number: b"<< /Title (a) /Parent %d 0 R /First %d 0 R /Last %d 0 R >>" % (number - 1, number + 1, number + 1)
        for number in range(10, 2000)
    }
    yield "outlines-deep", "bookmarks two thousand deep", one_page(root=b"/Outlines 10 0 R", more=deep)
    names = {10: b"<< /Kids [10 0 R 10 0 R] /Limits [(a) (z)] >>"}
    yield "names", "names in a circle", one_page(root=b"/Names << /EmbeddedFiles 10 0 R >>", more=names)
    deeper = {number: b"<< /Kids [%d 0 R] /Limits [(a) (z)] >>" % (number + 1) for number in range(10, 3000)}
    yield "names-deep", "names three thousand deep", one_page(root=b"/Names << /EmbeddedFiles 10 0 R >>", more=deeper)
    fields = {number: b"<< /T (a) /V (b) /Kids [%s] >>" % (b"%d 0 R " % (number + 1) * 10) for number in range(10, 30)}
    yield (
        "fields",
        "fields in fields, each ten times",
        one_page(root=b"/AcroForm << /Fields [10 0 R] >>", more={**fields, 30: b"<< /T (a) /V (b) >>"}),
    )
    yield (
        "annotations",
        "a hundred thousand notes",
        one_page(
            b"/Annots 10 0 R", more={10: b"[" + b"11 0 R " * 35_000 + b"]", 11: b"<< /Subtype /Text /Contents (a) >>"}
        ),
    )
    tree = {number: b"<< /S /Div /P %d 0 R /K %d 0 R >>" % (number - 1, number + 1) for number in range(10, 3000)}
    yield "structure", "a structure three thousand deep", one_page(root=b"/StructTreeRoot 10 0 R", more=tree)
    chain = {number: b"%d 0 R" % (number + 1) for number in range(10, 4000)}
    yield "references", "a value behind four thousand others", one_page(b"/Resources 10 0 R", more=chain)
    yield (
        "length",
        "a stream whose length is itself",
        one_page(content=b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"),
    )
    many = dict.fromkeys(range(10, 5000), b"<<>>")
    yield "objects-many", "thousands of empty objects", one_page(more=many)
    whole = one_page()
    start = whole.rindex(b"startxref\n") + 10
    place = int(whole[start : whole.index(b"\n", start)])
    yield (
        "xref-circle",
        "an index that names itself as the one before",
        written(
            {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}, b"/Prev %d" % place
        ).replace(b"/Prev %d" % place, b"/Prev 129"),
    )
    yield "headers", "nothing but beginnings", b"%PDF-1.7\n" + b"1 0 obj\n<<\n" * 20_000


def _values() -> Made:
    for name, box in (("nan", b"nan nan nan nan"), ("inf", b"0 0 inf 1e999"), ("huge", b"0 0 " + b"9" * 400 + b" 9")):
        yield f"box-{name}", f"a page of the size {name}", one_page(b"/CropBox [%s]" % box)
    yield "unit", "a page of enormous units", one_page(b"/UserUnit 1" + b"0" * 300)
    odd = b"/Encrypt << /Filter /Odd /V 99 /R 99 /O (a) /U (b) /P -1 >> /ID [(a) (b)]"
    yield (
        "handler",
        "locked by a handler nobody knows",
        written({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}, odd),
    )
    short = b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 99999 /O () /U () /OE () /UE () /Perms () /P -1 >>"
    yield (
        "keys",
        "locked with keys of no length",
        written(
            {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"},
            short + b" /ID [() ()]",
        ),
    )
    yield (
        "types",
        "values of the wrong types everywhere",
        one_page(
            b"/Annots << /A 1 >> /Resources [1] /Rotate (a) /MediaBox /A",
            root=b"/AcroForm [1] /Names 7 /Outlines (a) /Metadata 3 0 R /OCProperties << /D << /OFF 1 >> >> /AF 1",
        ),
    )
    yield (
        "actions",
        "notes whose parts are of the wrong types",
        one_page(
            b"/Annots [1 (a) << /Subtype 1 /A << /S 1 /URI 1 >> /Contents 1 /T [] >> << /Subtype [] /A 3 0 R >>]",
            root=b"/AcroForm << /Fields 9 >> /Names << /EmbeddedFiles << /Names [1 2 (a) << /EF 1 >>] >> >>",
        ),
    )
    yield (
        "script",
        "a script that opens without end",
        one_page(
            b"/AA << /O << /S /JavaScript /JS (while(1){}) >> >>",
            root=b"/OpenAction << /S /JavaScript /JS (while(1){}) /Next 10 0 R >>",
            more={10: b"<< /S /JavaScript /JS (while(1){}) /Next 10 0 R >>"},
        ),
    )
