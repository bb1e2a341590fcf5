"""Pictures in Word: put in by hand, so that no library opens a file in the process that has the database."""

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from disclosure.rendering.printed_picture import PrintedPicture

from .elements import TEXT_WIDTH, element

_A_PIXEL = 9525  # English metric units, of which an inch has 914,400, at 96 pixels an inch
_TWENTIETH = 635  # of a point, in the same units
_HIGHEST = 12_000  # twentieths of a point: most of a page
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_DRAWING = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name="图片 {number}"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>
</w:drawing>"""


class WordPictures:
    """Puts pictures into a document, each file once."""

    def __init__(self, word: WordDocument) -> None:
        self._part = word.part
        self._links: dict[str, str] = {}
        self._count = 0

    def paragraph(self, picture: PrintedPicture, room: int = TEXT_WIDTH) -> etree._Element:
        """Return a centred paragraph of the picture, no wider than `room` (twentieths of a point)."""
        self._count += 1
        width, height = picture.fitted(room * _TWENTIETH // _A_PIXEL, _HIGHEST * _TWENTIETH // _A_PIXEL)
        drawing = parse_xml(
            _DRAWING.format(
                number=self._count, link=self._link(picture), width=width * _A_PIXEL, height=height * _A_PIXEL
            )
        )
        drawing[0].find("{*}docPr").set("descr", picture.alternative)
        properties = element(
            "pPr",
            element("spacing", before=120, after=120, line=240, lineRule="auto"),
            element("ind", firstLine=0, firstLineChars=0),
            element("jc", val="center"),
        )
        return element("p", properties, element("r", drawing))

    def _link(self, picture: PrintedPicture) -> str:
        if picture.address not in self._links:
            number, ending = len(self._links) + 1, _ENDINGS[picture.media_type]
            name = PackURI(f"/word/media/image{number}.{ending}")
            part = Part(name, picture.media_type, picture.read(), self._part.package)
            self._links[picture.address] = self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return self._links[picture.address]
