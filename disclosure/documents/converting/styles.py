"""How a Word paragraph looks, as far as guessing its part needs it: size, centred, red, a title by its style."""

from lxml import etree

from disclosure.documents.limits import MOST_BASED
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.results import ConvertedLine
from disclosure.documents.wordml import W, text

TITLES = {"title", "题目", "文件标题", "标题"}
_LARGEST_SIZE = 3276  # half points, as Word has it
_RED_AT_LEAST, _OTHERS_AT_MOST = 0xC0, 0x60


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, package: Package, folder: str) -> None:
        self.styles: dict[str, etree._Element] = {}
        self.default = 0.0
        if f"{folder}styles.xml" in package.names:
            root = package.tree(f"{folder}styles.xml")
            self.styles = {str(one.get(f"{W}styleId")): one for one in root.iterchildren(f"{W}style")}
            self.default = _size(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def line(self, paragraph: etree._Element) -> ConvertedLine:
        """Describe the look of a paragraph for `guessing`."""
        properties = paragraph.find(f"{W}pPr")
        chain = self._chain(properties)
        sizes = [_size(run.find(f"{W}rPr")) for run in paragraph.iter(f"{W}r") if text(run).strip()]
        inherited = next((size for style in chain if (size := _size(style.find(f"{W}rPr")))), self.default)
        alignments = [_value(one, "jc") for one in (properties, *(style.find(f"{W}pPr") for style in chain))]
        return ConvertedLine(
            text=" ".join(text(paragraph).split()),
            size=max(sizes, default=0.0) or inherited,
            centred=next((one for one in alignments if one), "") in ("center", "distribute"),
            title=any(str(_value(style, "name")).lower() in TITLES for style in chain[:1]),
            red=any(_is_red(_value(run.find(f"{W}rPr"), "color")) for run in paragraph.iter(f"{W}r")),
        )

    def _chain(self, properties: etree._Element | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        name = _value(properties, "pStyle")
        while name in self.styles and len(chain) < MOST_BASED:
            chain.append(self.styles[name])
            name = _value(self.styles[name], "basedOn")
        return chain


def _value(element: etree._Element | None, name: str) -> str:
    found = None if element is None else element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _size(element: etree._Element | None) -> float:
    """Return points; Word counts half points."""
    return whole(_value(element, "sz"), most=_LARGEST_SIZE) / 2


def _is_red(colour: str) -> bool:
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return red >= _RED_AT_LEAST and max(green, blue) <= _OTHERS_AT_MOST
