"""XLSX made to hurt, for whoever reads, cleans or brings in workbooks."""

from collections.abc import Iterator

from tests.support.documents import pack, unpack

from . import HostileFile
from .archives import lying

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET, TEXTS, BOOK, RELATIONS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>事项名称</t></is></c><c r="B1" t="inlineStr"><is><t>设立日期</t></is></c><c r="C1" t="inlineStr"><is><t>事项类型</t></is></c></row>'


def book(rows: str, *, around: str = "", texts: str = "", **parts: str) -> bytes:
    """A workbook of one sheet; `around` goes behind its rows, `texts` are kept apart."""
    return pack(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            BOOK: f'<workbook {MAIN} xmlns:r="{R}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            RELATIONS: f'<Relationships xmlns="{LINKS}">'
            f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{R}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            TEXTS: f"<sst {MAIN}>{texts}</sst>",
            SHEET: f"<worksheet {MAIN}><sheetData>{HEADING}{rows}</sheetData>{around}</worksheet>",
            **parts,
        }
    )


def value(reference: str, written: str, kind: str = "n", more: str = "") -> str:
    return f'<c r="{reference}" t="{kind}"{more}><v>{written}</v></c>'


def row(*cells: str, number: str = "2") -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def hostile() -> Iterator[HostileFile]:
    for name, data, about in (*_values(), *_texts(), *_places(), *_merges_and_columns(), *_packages()):
        yield HostileFile(f"{name}.xlsx", data, about)


def _values() -> Iterator[tuple[str, bytes, str]]:
    large = ("1E300000000", "-1E300000000", "1E-300000000", "9" * 5000, "1E" + "9" * 5000)
    yield "大数", book(row(*(value(f"{'ABCDE'[n]}2", one) for n, one in enumerate(large)))), "numbers without end"
    odd = ("nan", "inf", "-inf", "sNaN", "²", "0x10", "1_000", "")
    yield "非数", book(row(*(value(f"{'ABCDEFGH'[n]}2", one) for n, one in enumerate(odd)))), "numbers that are none"
    styles = f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    days = ("1E300", "-1", "99999999999", "nan", "2958466")
    cells = (value(f"{'ABCDE'[n]}2", one, more=' s="1"') for n, one in enumerate(days))
    yield "日期", book(row(*cells), **{"xl/styles.xml": styles}), "days of no year"
    iso = ("99999-99-99", "2020-13-45T99:99:99", "P" * 5000)
    yield "ISO", book(row(*(value(f"{'ABC'[n]}2", one, "d") for n, one in enumerate(iso)))), "days written as none"


def _texts() -> Iterator[tuple[str, bytes, str]]:
    text = f"<si><t>{'字' * 32_000}</t></si>"
    cells = "".join(row(value(f"A{n}", "0", "s"), number=str(n)) for n in range(2, 20_000))
    yield "重复文字", book(cells, texts=text), "a text of 32,000 letters in 20,000 cells"
    hidden = f"<si/><si><!-- </si><si> --><t>短</t></si>{text}"
    shifted = cells.replace("<v>0</v>", "<v>2</v>")
    yield "移位文字", book(shifted, texts=hidden), "the same behind an entry in short form and a comment"
    places = ("-1", "nan", "99999999999999999999", "²", "1", "")
    yield "无此文字", book(row(*(value(f"{'ABCDEF'[n]}2", one, "s") for n, one in enumerate(places)))), "no such texts"
    letters = "字" * 3_000_000
    inline = f'<c r="A2" t="inlineStr"><is><t>{letters}</t></is></c>'
    yield "长文字", book(row(inline)), "a cell of three million letters"
    yield "许多文字", book("", texts="<si/>" * 300_000), "300,000 texts that nothing shows"
    runs = f"<si>{'<r><t>字</t></r>' * 100_000}</si>"
    yield "碎文字", book(row(value("A2", "0", "s")), texts=runs), "a text in 100,000 pieces"


def _places() -> Iterator[tuple[str, bytes, str]]:
    yield "远格", book(row(value("XFD1048576", "1"))), "one cell in the farthest corner"
    yield "更远", book(row(value("A4294967295", "1"))), "a row that no sheet has"
    yield "远列", book(row(value("A" * 5000 + "1", "1"))), "a column of 5,000 letters"
    yield "小写", book(row(value("xfd1048576", "1"))), "a far cell in small letters"
    yield "换行", book(row(value("B2", "1").replace("<c r=", "<c\nr=").replace("B2", "XFD99999"))), "a break before it"
    yield "前后", book(row(value("Z999999", "1"), number="999999") + row(value("A2", "1"))), "rows from the end on"
    yield "行号", book(row(value("A2", "1"), number="abc")), "a row without a number"
    yield "格号", book(row(value("!!", "1"), value("²3", "1"), value("", "1"))), "cells without places"
    yield "行号大", book(row("<c><v>1</v></c>", number="9" * 5000)), "a row number of 5,000 digits"
    unplaced = "<c><v>1</v></c>" * 100_000
    yield "无号", book(row(unplaced) + row("<c><v>1</v></c>", number="900000")), "100,000 cells that do not say where"
    wide = "".join(value(f"{_letters(n)}2", "1") for n in range(1, 16_385))
    yield "宽", book(row(wide)), "a row as wide as sheets are"
    heads = "".join(value(f"{_letters(n)}1", f"名{n}", "str") for n in range(3, 16_385))
    yield "宽头", _with_heading(heads), "16,000 headings"
    sparse = "".join(row(value(f"A{n}", "1"), number=str(n)) for n in range(2, 1_048_576, 4000))
    yield "稀疏", book(sparse), "every four-thousandth row"


def _with_heading(cells: str) -> bytes:
    parts = {name: data.decode() for name, data in unpack(book(row(value("A2", "1")))).items()}
    parts[SHEET] = parts[SHEET].replace(HEADING, HEADING.replace("</row>", f"{cells}</row>"))
    return pack(parts)


def _letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _merges_and_columns() -> Iterator[tuple[str, bytes, str]]:
    one = row(value("A2", "1"), value("B2", "2"))
    huge = '<mergeCells><mergeCell ref="A2:XFD1048576"/><mergeCell ref="ZZ90:A1"/><mergeCell ref="!!"/></mergeCells>'
    yield "大合并", book(one, around=huge), "a merged range over the whole sheet"
    far = '<mergeCells><mergeCell ref="C2:D9"/><mergeCell ref="XFD2:XFD9"/><mergeCell ref="A99:B100"/></mergeCells>'
    yield "外合并", book(one, around=far), "merged ranges outside of what is filled"
    endless = '<mergeCells><mergeCell ref="A2:A4294967295"/><mergeCell ref="A2:ZZZZZZZZZ9"/></mergeCells>'
    yield "无边合并", book(one, around=endless), "merged ranges beyond any sheet"
    many = "<mergeCells>" + '<mergeCell ref="A2:B9000"/>' * 90_000 + "</mergeCells>"
    yield "多合并", book(one, around=many), "90,000 merged ranges over the same cells"
    hidden = '<col min="-1000000000" max="99999999999" hidden="1"/>' + '<col min="²" max="16000" hidden="1"/>' * 20_000
    yield "隐藏列", book(one, around=f"<cols>{hidden}</cols>"), "20,000 hidden ranges of columns"
    lie = '<dimension ref="A1:XFD1048576"/><dimension ref="A1:ZZZZZZ99999999999999"/>'
    yield "范围", book(one, around=lie), "a range that is not the sheet's"


def _packages() -> Iterator[tuple[str, bytes, str]]:
    one = row(value("A2", "1"))
    parts = {name: data.decode() for name, data in unpack(book(one)).items()}
    sheet = '<sheet name="表" sheetId="1" r:id="r1"/>'
    yield "同表", pack({**parts, BOOK: parts[BOOK].replace(sheet, sheet * 20_000)}), "one sheet 20,000 times"
    names = "".join(f'<definedName name="n{n}" localSheetId="{n}²">表!A1</definedName>' for n in range(40_000))
    defined = parts[BOOK].replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    yield "名称", pack({**parts, BOOK: defined}), "40,000 names of no sheet"
    yield "无表", pack({name: data for name, data in parts.items() if name != SHEET}), "a sheet that is not there"
    yield "无关系", pack({name: data for name, data in parts.items() if name != RELATIONS}), "no relationships"
    yield "无工作簿", pack({**parts, BOOK: f"<workbook {MAIN}/>"}), "no sheets"
    outside = parts[RELATIONS].replace("worksheets/sheet1.xml", "../../../etc/passwd")
    yield "外表", pack({**parts, RELATIONS: outside}), "a sheet outside of the file"
    link = f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet2.xml"/>'
    two = parts[RELATIONS].replace("</Relationships>", f"{link}</Relationships>")
    far = parts[SHEET].replace("A2", "XFD1048576")
    yield "两表", pack({**parts, RELATIONS: two, "xl/worksheets/sheet2.xml": far}), "one link to two sheets"
    yield "大小写", pack({**parts, "xl/worksheets/SHEET1.xml": far}), "two sheets by large and small letters"
    entity = "字" * 9000
    doctype = f'<!DOCTYPE a [<!ENTITY b "{entity}">]>{parts[SHEET]}'.replace("<v>1<", "<v>" + "&b;" * 9000 + "<")
    yield "实体", pack({**parts, SHEET: doctype}), "entities"
    yield "深", book("<x>" * 100_000 + "</x>" * 100_000), "100,000 levels"
    packed = unpack(book(one))
    for part in (SHEET, TEXTS, BOOK):
        yield f"假大小{part[3:-4].replace('/', '')}", lying(packed, part), f"{part} goes on for 1.5 GB behind its end"
