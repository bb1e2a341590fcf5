"""A small .xlsb, record by record as MS-XLSB describes it: no library at hand writes one."""

import struct

from tests.support.documents import pack

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.bin"/></Relationships>'
)
HIDDEN_ROW = 0x10


def record(kind, data=b""):
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    size = bytes([length]) if length < 0x80 else bytes([length & 0x7F | 0x80, length >> 7])
    return head + size + data


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column, value):
    """A text, a number, an error (a negative number), or a formula (a one-tuple of its number)."""
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(6, place + wide(value))
    if isinstance(value, tuple):
        return record(9, place + struct.pack("<dHII", value[0], 0, 0, 0))
    if value < 0:
        return record(3, place + bytes([-value]))
    return record(5, place + struct.pack("<d", value))


def workbook(rows, *, hidden_row=0, is_from_1904=False):
    """The file; rows of cells from A1 on, None for an empty one. `hidden_row` counts from 1."""
    book = (
        record(131)
        + record(153, struct.pack("<II", int(is_from_1904), 0) + wide(""))
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("台账"))
        + record(144)
        + record(157, b"\0" * 26)
        + record(132)
    )
    widest = max(map(len, rows))
    sheet = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, widest - 1))
    sheet += record(390) + record(60, struct.pack("<IIIIH", 1, 1, 0, 0, 1)) + record(391) + record(145)
    for number, row in enumerate(rows):
        flags = HIDDEN_ROW if number + 1 == hidden_row else 0
        sheet += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        sheet += b"".join(cell(column, value) for column, value in enumerate(row) if value is not None)
    sheet += record(146) + record(130)
    parts = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": LINKS,
        "xl/worksheets/sheet1.bin": sheet,
    }
    return pack(parts)
