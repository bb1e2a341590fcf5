"""OFD made to hurt: repeated steps, pages named over and over, places that are no numbers."""

from collections.abc import Iterator

from tests.support.documents import ofd, pack, unpack

from . import HostileFile
from .archives import lying

NAME = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "Doc_0/Pages/Page_0/Content.xml"
DOCUMENT = "Doc_0/Document.xml"


def hostile() -> Iterator[HostileFile]:
    for name, data, about in (*_steps(), *_places(), *_structure()):
        yield HostileFile(f"{name}.ofd", data, about)


def _page(objects: str, **parts: str) -> bytes:
    content = f'<ofd:Page {NAME}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    return pack({**unpack(ofd(["一"])), PAGE: content, **parts})


def _code(
    *, delta: str = "", text: str = "一", x: str = "0", y: str = "5", bounds: str = "1 1 9 9", size: str = "5"
) -> str:
    return (
        f'<ofd:TextObject ID="3" Boundary="{bounds}" Size="{size}">'
        f'<ofd:TextCode X="{x}" Y="{y}" DeltaX="{delta}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def _steps() -> Iterator[tuple[str, bytes, str]]:
    yield "步", _page(_code(delta="g 1000000000 1 " * 20)), "a step repeated a billion times"
    yield "步多", _page(_code(delta="g 1000 1 " * 20_000)), "20,000 steps repeated a thousand times"
    yield "步数", _page(_code(delta="1 " * 200_000)), "200,000 steps"
    yield "步非数", _page(_code(delta=f"g ² 1 g {'9' * 5000} 1 g g g 1 g")), "repetitions that are no numbers"


def _places() -> Iterator[tuple[str, bytes, str]]:
    odd = ("nan", "inf", "-inf", "1e308", "1e999", "9" * 5000, "²", "")
    yield "位置", _page("".join(_code(x=one, y=one, bounds=f"{one} {one}", size=one) for one in odd)), "odd places"
    yield "一行", _page("".join(_code(x=str(n % 50), text="字") for n in range(15_000))), "15,000 pieces of one line"
    yield "格", _page("".join(_code(bounds=f"{n} 1 9 9", text="字") for n in range(6000))), "a row of 6,000 cells"
    box = f"<ofd:Page {NAME}><ofd:Area><ofd:PhysicalBox>0 0 inf nan</ofd:PhysicalBox></ofd:Area></ofd:Page>"
    yield "纸", pack({**unpack(ofd(["一"])), PAGE: box}), "a page of endless width"


def _structure() -> Iterator[tuple[str, bytes, str]]:
    parts = {name: data.decode() for name, data in unpack(ofd(["一" * 10_000] * 10)).items()}
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    yield "同页", pack({**parts, DOCUMENT: parts[DOCUMENT].replace(page, page * 20_000)}), "a page named 20,000 times"
    yield "页内套", pack({**parts, DOCUMENT: parts[DOCUMENT].replace(page, page * 4000)}), "100,000 letters 4,000 times"
    own = parts[DOCUMENT].replace("Tpls/Tpl_0/Content.xml", "Pages/Page_0/Content.xml")
    yield "自版", pack({**parts, DOCUMENT: own}), "a page that is its own template"
    used = '<ofd:Template TemplateID="9"/>'
    yield "多版", pack({**parts, PAGE: parts[PAGE].replace(used, used * 50_000)}), "a template used 50,000 times"
    root = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    yield "多根", pack({**parts, "OFD.xml": parts["OFD.xml"].replace(root, root * 20_000)}), "one document 20,000 times"
    itself = parts["OFD.xml"].replace("Doc_0/Document.xml", "OFD.xml")
    yield "自根", pack({**parts, "OFD.xml": itself}), "a document that is its own list of documents"
    outside = parts[DOCUMENT].replace("Pages/Page_0/Content.xml", "../../../../etc/passwd")
    yield "外", pack({**parts, DOCUMENT: outside}), "a page outside of the file"
    yield "深", _page("<ofd:Layer>" * 100_000 + "</ofd:Layer>" * 100_000), "100,000 levels"
    annots = {f"Doc_0/Annots/Annot_{n}.xml": f"<ofd:Annot {NAME}>" for n in range(500)}
    yield "批注", _page(_code(), **annots), "500 annotations that are not closed"
    yield "假大小", lying(unpack(ofd(["一"])), PAGE), "a page that goes on for 1.5 GB behind its end"
    yield "无页", pack({**parts, DOCUMENT: f"<ofd:Document {NAME}/>"}), "no pages"
