"""Files of every kind with a number in a place that people overlook; each stands for its kind of place."""

import base64
import io
import struct
import zlib

import pikepdf
from PIL import Image

from tests.support.documents import NAMES, R, image, ofd, p, pack, picture, unpack, word, workbook

NUMBER = "11010519491231002X"  # a sample of nobody
W_TEXT = f"<w:r><w:t>{NUMBER[:4]}</w:t></w:r><w:r><w:t>{NUMBER[4:]}</w:t></w:r>"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PAGE, DOCUMENT = "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Document.xml"


def word_with(**parts):
    """A DOCX with these parts beside the usual ones, each of them reached from the document."""
    data = unpack(word(p("一")))
    links = "".join(
        f'<Relationship Id="x{place}" Type="{R}/x{place}" Target="/{name}"/>' for place, name in enumerate(parts)
    )
    relations = data["word/_rels/document.xml.rels"].decode().replace("</Relationships>", f"{links}</Relationships>")
    return pack({**data, **parts, "word/_rels/document.xml.rels": relations})


def sheet_with(replacements, **parts):
    data = unpack(workbook())
    for name, old, new in replacements:
        assert old in data[name].decode()
        data[name] = data[name].decode().replace(old, new)
    return pack({**data, **parts})


def ofd_with(replacements=(), **parts):
    data = {name: content.decode() for name, content in unpack(ofd(["一"])).items()}
    for name, old, new in replacements:
        assert old in data[name]
        data[name] = data[name].replace(old, new)
    return pack({**data, **parts})


def text_object(text, boundary="20 40 170 8"):
    return (
        f'<ofd:TextObject ID="9" Boundary="{boundary}" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def emf(text):
    """A drawing of Windows that writes one text."""
    words = text.encode("utf-16-le")
    record = struct.pack("<II16sIff", 84, 76 + len(words), bytes(16), 1, 1.0, 1.0)
    record += struct.pack("<iiIIIiiiii", 0, 0, len(text), 76, 0, 0, 0, 0, 0, 0)[: 76 - len(record)].ljust(
        76 - len(record), b"\0"
    )
    record += words
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return header + record + struct.pack("<IIIII", 14, 20, 0, 0, 20)


def png_with_text_behind():
    """A PNG with a text after its pixels, where libraries that stop at the picture do not look."""
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "PNG")
    content = b"tEXtComment\0" + NUMBER.encode()
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return made.getvalue()[:-12] + chunk + made.getvalue()[-12:]


def jpeg_with(*segments):
    """A JPEG with these segments (marker, content) in front."""
    data = picture("JPEG")
    packed = (b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content for marker, content in segments)
    return data[:2] + b"".join(packed) + data[2:]


def pdf_with(change, *, content=b"", resources=None):
    """A PDF of one page that `change` (document, page) has changed; letters by Helvetica."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), **(resources or {}))
        page.obj.Contents = document.make_stream(content or b"BT /F1 12 Tf 50 50 Td (Notice) Tj ET")
        change(document, page.obj)
        document.save(made, fix_metadata_version=False)
    return made.getvalue()


def _form(document, page, text=NUMBER):
    return document.make_stream(
        f"BT /F1 12 Tf 5 5 Td ({text}) Tj ET".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 300, 30],
        Resources=pikepdf.Dictionary(Font=page.Resources.Font),
    )


def _note(document, page, **keys):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 99, 20], **keys)
    page.Annots = pikepdf.Array([document.make_indirect(note)])


def _stamp(document, page):
    look = pikepdf.Dictionary(N=_form(document, page))
    _note(document, page, Subtype=pikepdf.Name.Stamp, AP=look)


def _field(document, page):
    _note(document, page, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="a", DV=NUMBER)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([page.Annots[0]]))


def _attached_to_a_note(document, page):
    stream = document.make_stream(NUMBER.encode())
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="a.txt", EF=pikepdf.Dictionary(F=stream))
    _note(document, page, Subtype=pikepdf.Name.FileAttachment, FS=spec)


def _unlisted_page(document, page):
    other = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 500, 500],
        Resources=page.Resources,
        Contents=document.make_stream(f"BT /F1 12 Tf 50 50 Td ({NUMBER}) Tj ET".encode()),
    )
    document.Root.Outlines = pikepdf.Dictionary(
        First=document.make_indirect(
            pikepdf.Dictionary(Title="x", Dest=[document.make_indirect(other), pikepdf.Name.Fit])
        )
    )


def _xmp(document, _):
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a b='1'>{NUMBER}</a></x:xmpmeta>".encode()
    document.Root.Metadata = document.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _tags(document, _):
    element = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, E=NUMBER))
    document.Root.StructTreeRoot = pikepdf.Dictionary(K=element)


def _layer(document, page):
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    page.Resources.Properties = pikepdf.Dictionary(oc1=layer)


def in_pdf():
    def nothing(_, __):
        pass

    def named(name):
        return lambda document, _: document.Root.__setitem__(f"/{name}", pikepdf.Dictionary(X=NUMBER))

    yield "properties of its own", pdf_with(lambda document, _: document.docinfo.__setitem__("/Contact", NUMBER))
    yield "xmp", pdf_with(_xmp)
    yield "expanded text of a tag", pdf_with(_tags)
    yield "look of a stamp", pdf_with(_stamp)
    yield "default value of a field", pdf_with(_field)
    yield "file of a note", pdf_with(_attached_to_a_note)
    yield "unlisted page", pdf_with(_unlisted_page)
    yield "data of a program", pdf_with(named("PieceInfo"))
    yield "data of nobody", pdf_with(named("XyzData"))
    yield (
        "actual text",
        pdf_with(
            nothing, content=f"/Span <</ActualText ({NUMBER})>> BDC BT /F1 12 Tf 50 50 Td (ok) Tj ET EMC".encode()
        ),
    )
    yield (
        "actual text over a number",
        pdf_with(
            nothing, content=f"/Span <</ActualText (ok)>> BDC BT /F1 12 Tf 50 50 Td ({NUMBER}) Tj ET EMC".encode()
        ),
    )
    yield "hidden layer", pdf_with(_layer, content=f"/OC /oc1 BDC BT /F1 12 Tf 50 50 Td ({NUMBER}) Tj ET EMC".encode())
    yield (
        "script",
        pdf_with(
            lambda document, _: document.Root.__setitem__(
                "/OpenAction",
                pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(f"var a='{NUMBER}'".encode())),
            )
        ),
    )
    yield (
        "form that nothing draws",
        pdf_with(
            lambda document, page: page.Resources.__setitem__("/XObject", pikepdf.Dictionary(X1=_form(document, page)))
        ),
    )
    down = " ".join(f"0 -14 Td ({letter}) Tj" for letter in NUMBER)
    yield "letters below each other", pdf_with(nothing, content=f"BT /F1 12 Tf 50 700 Td {down} ET".encode())


def in_word():
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    title = f"<a:p><a:r><a:t>{NUMBER[:6]}</a:t></a:r><a:r><a:t>{NUMBER[6:]}</a:t></a:r></a:p>"
    yield (
        "title of a chart",
        word_with(
            **{"word/charts/chart1.xml": f'<c:chartSpace xmlns:c="{chart}" xmlns:a="{a}">{title}</c:chartSpace>'}
        ),
    )
    yield (
        "cache of a new chart",
        word_with(
            **{"word/charts/chartEx1.xml": f'<x:chartSpace xmlns:x="urn:x"><x:pt>{NUMBER}</x:pt></x:chartSpace>'}
        ),
    )
    yield "header under another name", word_with(**{"word/abc.xml": f"<w:hdr {NAMES}><w:p>{W_TEXT}</w:p></w:hdr>"})
    yield "part outside of the folder", word_with(**{"odd/one.xml": f"<w:hdr {NAMES}><w:p>{W_TEXT}</w:p></w:hdr>"})
    yield (
        "older version of a box",
        word(
            f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>新</w:t></mc:Choice><mc:Fallback><w:pict>"
            f"<v:textbox><w:txbxContent><w:p>{W_TEXT}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>" + p("一")
        ),
    )
    yield (
        "default text of a form field",
        word(
            f"<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:textInput><w:default w:val='{NUMBER}'/></w:textInput>"
            "</w:ffData></w:fldChar></w:r></w:p>" + p("一")
        ),
    )
    yield (
        "code of a field",
        word(
            f"<w:p><w:r><w:instrText>QUOTE {NUMBER[:7]}</w:instrText></w:r><w:r><w:instrText>{NUMBER[7:]}</w:instrText></w:r></w:p>"
        ),
    )
    yield (
        "list of a content control",
        word(
            f"<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='{NUMBER}'/></w:dropDownList></w:sdtPr>"
            f"<w:sdtContent>{p('一')}</w:sdtContent></w:sdt>"
        ),
    )
    yield "inserted web page", word_with(**{"word/chunk.htm": f"<html><body><p>{NUMBER}</p></body></html>"})
    yield (
        "inserted mail",
        word_with(**{"word/chunk.mht": b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nMTEwMTA1"}),
    )
    yield (
        "object of another program",
        word_with(**{"word/objects/ole.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NUMBER.encode("utf-16-le")}),
    )
    yield "drawing of Windows", word(image("p1", "图"), media={"p1": ("image1.emf", emf(NUMBER))})
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><text>{NUMBER[:3]}<tspan>{NUMBER[3:]}</tspan></text></svg>"
    yield "drawing of the web", word(image("p1", "图"), media={"p1": ("image1.svg", svg.encode())})
    yield "data of an add-in", word_with(**{"customXml/item1.xml": f"<a><b c='{NUMBER}'/></a>"})
    yield (
        "target of a link",
        word_with(
            **{
                "word/_rels/x.xml.rels": f'<Relationships xmlns="x"><Relationship Id="r" Target="tel:{NUMBER}"/></Relationships>'
            }
        ),
    )
    yield "digits of a symbol font", word(p("".join(chr(0xF000 + ord(letter)) for letter in NUMBER)))
    yield "letters of a font's own", word(p("".join(chr(0xE000 + ord(letter)) for letter in NUMBER)))
    yield (
        "variable of the document",
        word(p("一"), settings=f'<w:docVars><w:docVar w:name="a" w:val="{NUMBER}"/></w:docVars>'),
    )


def in_sheets():
    first = "xl/worksheets/sheet1.xml"
    end = "</sheetData>"
    yield (
        "list of permitted values",
        sheet_with(
            [
                (
                    first,
                    end,
                    f'{end}<dataValidations><dataValidation sqref="A9"><formula1>"{NUMBER},x"</formula1></dataValidation></dataValidations>',
                )
            ]
        ),
    )
    yield "text in a formula", sheet_with([(first, "<f>B2+1</f>", f'<f>IF(1,"",TEXT("{NUMBER}电话"))</f>')])
    yield (
        "defined name",
        sheet_with(
            [("xl/workbook.xml", "<definedNames>", f'<definedNames><definedName name="a">"{NUMBER}"</definedName>')]
        ),
    )
    yield (
        "format of numbers",
        sheet_with(
            [
                (
                    "xl/styles.xml",
                    "<fonts",
                    f'<numFmts count="1"><numFmt numFmtId="170" formatCode="&quot;{NUMBER}&quot;"/></numFmts><fonts',
                )
            ]
        ),
    )
    yield "reading beside a text", sheet_with([(first, "</t></is>", f"</t><rPh><t>{NUMBER}</t></rPh></is>")])
    yield (
        "text that no cell shows",
        sheet_with(
            [],
            **{
                "xl/sharedStrings.xml": f'<sst xmlns="{S}"><si><r><t>{NUMBER[:9]}</t></r><r><t>{NUMBER[9:]}</t></r></si></sst>'
            },
        ),
    )
    yield (
        "drawing of a comment",
        sheet_with(
            [],
            **{
                "xl/drawings/vmlDrawing9.vml": f"<xml><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><div>{NUMBER}<br></div></v:textbox></xml>"
            },
        ),
    )
    yield (
        "kept values of another book",
        sheet_with(
            [],
            **{
                "xl/externalLinks/externalLink1.xml": f"<externalLink><sheetDataSet><v>{NUMBER}</v></sheetDataSet></externalLink>"
            },
        ),
    )
    yield (
        "numbers kept for a pivot table",
        sheet_with([], **{"xl/pivotCache/pivotCacheRecords1.xml": '<r><n v="13800138000"/></r>'}),
    )
    yield "macro", sheet_with([], **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600})


def in_ofd():
    end = "</ofd:Layer>"
    unit = f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8">{{}}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    used = '<ofd:CompositeObject ID="7" Boundary="0 0 210 297" ResourceID="8"/>'
    yield (
        "unit of the resources",
        ofd_with([(PAGE, end, used + end)], **{"Doc_0/PublicRes.xml": unit.format(text_object(NUMBER))}),
    )
    halves = text_object(NUMBER[:9], "20 40 45 8") + text_object(NUMBER[9:], "65 40 45 8")
    yield "halves in a unit", ofd_with([(PAGE, end, used + end)], **{"Doc_0/PublicRes.xml": unit.format(halves)})
    yield "unit that no page uses", ofd_with(**{"Doc_0/PublicRes.xml": unit.format(text_object(NUMBER))})
    note = f'<ofd:PageAnnot {OFD}><ofd:Annot ID="3" Type="Stamp"><ofd:Appearance>{text_object(NUMBER)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    lists = f'<ofd:Annotations {OFD}><ofd:Page PageID="1"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    listed = (DOCUMENT, "</ofd:Document>", "<ofd:Annotations>Notes/list.xml</ofd:Annotations></ofd:Document>")
    yield (
        "annotation under another name",
        ofd_with([listed], **{"Doc_0/Notes/list.xml": lists, "Doc_0/Notes/a.xml": note}),
    )
    yield (
        "template in capitals",
        ofd_with(
            [(DOCUMENT, 'BaseLoc="Tpls/Tpl_0/Content.xml"', 'BaseLoc="TPLS/tpl_1/content.xml"')],
            **{
                "Doc_0/Tpls/Tpl_1/Content.xml": f"<ofd:Page {OFD}><ofd:Content>{text_object(NUMBER)}</ofd:Content></ofd:Page>"
            },
        ),
    )
    attached = f'<ofd:Attachments {OFD}><ofd:Attachment ID="1" Name="a"><ofd:FileLoc>{{}}</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
    lists = (DOCUMENT, "</ofd:Document>", "<ofd:Attachments>Att/files.xml</ofd:Attachments></ofd:Document>")
    yield (
        "attachment",
        ofd_with([lists], **{"Doc_0/Att/files.xml": attached.format("a.docx"), "Doc_0/Att/a.docx": word(p(NUMBER))}),
    )
    yield (
        "attachment in split elements",
        ofd_with(
            [lists],
            **{
                "Doc_0/Att/files.xml": attached.format("a.xml"),
                "Doc_0/Att/a.xml": f"<?xml version='1.0'?><a><b>{NUMBER[:5]}</b><b>{NUMBER[5:]}</b></a>",
            },
        ),
    )
    yield (
        "attachment of bytes",
        ofd_with(
            [lists], **{"Doc_0/Att/files.xml": attached.format("a.bin"), "Doc_0/Att/a.bin": b"\0\1" + NUMBER.encode()}
        ),
    )
    yield (
        "custom data of the entry",
        ofd_with(
            [
                (
                    "OFD.xml",
                    "</ofd:DocInfo>",
                    f'<ofd:CustomDatas><ofd:CustomData Name="a">{NUMBER}</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>',
                )
            ]
        ),
    )
    yield "custom tags", ofd_with(**{"Doc_0/Tags/tag.xml": f"<t><x>{NUMBER}</x></t>"})
    yield (
        "page that nothing lists",
        ofd_with(
            **{
                "Doc_0/Pages/Page_7/Content.xml": f"<ofd:Page {OFD}><ofd:Content>{text_object(NUMBER)}</ofd:Content></ofd:Page>"
            }
        ),
    )
    yield "part without an ending", ofd_with(**{"Doc_0/rest": NUMBER})
    down = "".join(text_object(letter, f"20 {20 + 6 * place} 6 6") for place, letter in enumerate(NUMBER))
    beside = "".join(text_object("字", f"30 {20 + 6 * place} 6 6") for place in range(len(NUMBER)))
    yield "letters below each other", ofd_with([(PAGE, end, down + beside + end)])
    glyphs = '<ofd:TextObject ID="6" Boundary="20 40 170 8" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="12"><ofd:Glyphs>2 3 4</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5">{}</ofd:TextCode></ofd:TextObject>'
    yield "glyphs without letters", ofd_with([(PAGE, end, glyphs.format("") + end)])
    private = "".join(chr(0xE000 + ord(letter)) for letter in NUMBER)
    yield "letters of a font's own", ofd_with([(PAGE, end, text_object(private) + end)])
    yield (
        "alternative text of a picture",
        ofd_with(
            [
                (
                    PAGE,
                    end,
                    f'<ofd:ImageObject ID="5" Boundary="1 1 9 9" ResourceID="4" Name="{NUMBER[:17]}1"/>{text_object(NUMBER)}{end}',
                )
            ]
        ),
    )


def in_pictures():
    yield "text behind the pixels", png_with_text_behind()
    yield "comment", jpeg_with((0xFE, f"电话{NUMBER}".encode()))
    yield "first of two comments", jpeg_with((0xFE, NUMBER.encode()), (0xFE, b"x"))
    yield "data of a program", jpeg_with((0xED, b"Photoshop 3.0\0" + NUMBER.encode()))
    yield "words behind the end", jpeg_with() + NUMBER.encode()


def in_pages():
    yield "data of an element", f"<!doctype html><p data-id='{NUMBER}'>一</p>".encode()
    yield "style", f"<!doctype html><style>p:after{{content:'{NUMBER}'}}</style><p>一</p>".encode()
    inner = base64.b64encode(word(p(NUMBER))).decode()
    yield "file in an address", f"<!doctype html><a href='data:application/zip;base64,{inner}'>一</a>".encode()
    inner = base64.b64encode(jpeg_with((0xFE, NUMBER.encode()))).decode()
    yield "comment of a picture in an address", f"<!doctype html><img src='data:image/jpeg;base64,{inner}'>一".encode()
    yield "page in a page", f"<!doctype html><iframe srcdoc='&lt;p&gt;{NUMBER}'></iframe><p>一</p>".encode()


HIDDEN = {
    f"{kind}: {place}": data
    for kind, places in (
        ("docx", in_word()),
        ("xlsx", in_sheets()),
        ("ofd", in_ofd()),
        ("pdf", in_pdf()),
        ("picture", in_pictures()),
        ("html", in_pages()),
    )
    for place, data in places
}
__all__ = ["HIDDEN", "NUMBER"]
