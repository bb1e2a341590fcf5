"""Office files written part by part as the programs write them, so that a test shows what is in them."""

import io
import zipfile

import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import ExifTags, Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="题目"/><w:basedOn w:val="a"/></w:style>
"""


def pack(parts):
    """A ZIP of these parts by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def unpack(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def p(text="", *, style="", properties="", run=""):
    """A paragraph of one run."""
    chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
    words = f"<w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{chosen}{properties}</w:pPr>{words}</w:p>"


def numbered(text, number, level=0):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*levels):
    """One list a level definition (form, text), its number from 1 on."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for place, (form, text) in enumerate(levels)
    )
    lists = "".join(
        f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="{place}"/></w:num>' for place in range(len(levels))
    )
    return f"<w:numbering {NAMES}>{abstract}{lists}</w:numbering>"


def box(text):
    """A text box as Word writes it: for itself, and again for programs of before 2010."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        "<w:p><w:r><w:t>框前的段落</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        "<wp:docPr id='1' name='文本框 1'/><a:graphic><a:graphicData uri='x'><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def image(link, description=""):
    """A picture in a line of its own."""
    return (
        f"<w:p><w:r><w:drawing><wp:inline><wp:docPr id='2' name='图片 1' descr='{description}'/><a:graphic>"
        f"<a:graphicData uri='x'><pic:pic><pic:blipFill><a:blip r:embed='{link}'/></pic:blipFill></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def word(body, *, parts=None, media=None, comments="", settings=""):
    """A DOCX: `parts` by name within word/, `media` (link → file name, bytes), the text of one comment."""
    parts, media = dict(parts or {}), media or {}
    links = [("styles", "styles.xml"), ("settings", "settings.xml")]
    parts["styles.xml"] = f"<w:styles {NAMES}>{STYLES}</w:styles>"
    parts["settings.xml"] = f"<w:settings {NAMES}>{settings}</w:settings>"
    if comments:
        parts["comments.xml"] = (
            f'<w:comments {NAMES}><w:comment w:id="0" w:author="批注人丙">{p(comments)}</w:comment></w:comments>'
        )
    known = {
        "comments.xml": "comments",
        "numbering.xml": "numbering",
        "header1.xml": "header",
        "footnotes.xml": "footnotes",
    }
    links += [(kind, name) for name, kind in known.items() if name in parts]
    relations = "".join(
        f'<Relationship Id="r{place}" Type="{R}/{kind}" Target="{name}"/>' for place, (kind, name) in enumerate(links)
    ) + "".join(
        f'<Relationship Id="{link}" Type="{R}/image" Target="media/{name}"/>' for link, (name, _) in media.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>'
            '<Default Extension="emf" ContentType="image/x-emf"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/>'
            f'<Override PartName="/word/settings.xml" ContentType="{TYPE}.settings+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{R}/officeDocument"'
            f' Target="word/document.xml"/><Relationship Id="r2" Type="{package}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>拟稿人甲</dc:creator></cp:coreProperties>',
            "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
            **{f"word/{name}": content for name, content in parts.items()},
            **{f"word/media/{name}": content for name, content in media.values()},
        }
    )


def picture(form="PNG", *, place=False, author="", size=(6, 4), orientation=1):
    """A picture, taken somewhere near 36.5 N, 118.25 E if asked for."""
    exif = Image.Exif()
    if author:
        exif[ExifTags.Base.Artist] = author.encode()
    if orientation != 1:
        exif[ExifTags.Base.Orientation] = orientation
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (36.0, 30.0, 0.0), 3: "E", 4: (118.0, 15.0, 0.0)})
    made = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 50).convert("RGB").save(made, form, exif=exif)
    return made.getvalue()


def workbook():
    """Three sheets, one hidden; a hidden row and column, a comment, a formula, a name for a hidden cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (("姓名", "电话", "内部备注"), ("示例甲", 13800000000, "列里藏着"), ("示例乙", 13800000001, "")):
        sheet.append(row)
    sheet["A5"], sheet["D1"] = "行里藏着", "=B2+1"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A2"].comment = Comment("再核实", "批注人丙")
    other = book.create_sheet("底稿")
    other["A1"], other.sheet_state = "表里藏着", "hidden"
    book.create_sheet("说明")["A1"] = "公开的说明"
    book.defined_names["藏"] = openpyxl.workbook.defined_name.DefinedName("藏", attr_text="底稿!$A$1")
    book.properties.creator = "拟稿人甲"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(*, password=""):
    """An empty page with an author, a note, a link, a script and an embedded file."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="再核实", T="批注人丙", Rect=[0, 0, 9, 9]
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/"),
        )  # fmt: skip
        page.Annots = pikepdf.Array([document.make_indirect(note), document.make_indirect(link)])
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.docinfo["/Author"] = "拟稿人甲"
        document.attachments["底稿.txt"] = "藏着的底稿".encode()
        encryption = pikepdf.Encryption(user=password, owner=password) if password else False
        document.save(made, encryption=encryption)
    return made.getvalue()


def ofd(lines, *, author="拟稿人甲"):
    """An OFD of one page: lines of text from the top (GB/T 33190), a template with a red head.

    A list among the lines is a row of cells, 80 millimetres apart.
    """
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(
        f'<ofd:TextObject ID="{place}" Boundary="{25 + 80 * column} {30 + 10 * place} 160 8" Size="5.6">'
        f'<ofd:TextCode X="0" Y="5.6" DeltaX="g {max(len(cell) - 1, 1)} 5.6">{cell}</ofd:TextCode></ofd:TextObject>'
        for place, line in enumerate(lines)
        for column, cell in enumerate([line] if isinstance(line, str) else line)
    )
    return pack(
        {
            "OFD.xml": f'<ofd:OFD {name} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
            f"<ofd:Author>{author}</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {name}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Tpls/Tpl_0/Content.xml": f'<ofd:Page {name}><ofd:Content><ofd:Layer ID="8"><ofd:TextObject ID="7"'
            ' Boundary="60 12 90 12" Size="10"><ofd:TextCode X="0" Y="9">示例镇人民政府文件</ofd:TextCode></ofd:TextObject>'
            "</ofd:Layer></ofd:Content></ofd:Page>",
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {name}><ofd:Template TemplateID="9"/><ofd:Content>'
            f'<ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>',
        }
    )
