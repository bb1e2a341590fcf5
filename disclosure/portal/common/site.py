"""The site of an authority: its addresses, sections and links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from disclosure.models import Authority

from .display_preferences import DisplayMode

# 平台规范: these sections, with these names, in this order; an entry shows as soon as its address exists.
SECTIONS = (
    ("guide", "政府信息公开指南"),
    ("rules", "政府信息公开制度"),
    ("catalogue", "法定主动公开内容"),
    ("reports", "政府信息公开年报"),
    ("apply", "依申请公开"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A text and its address; without an address it is the present page."""

    text: str
    address: str = ""


class Missing(Http404):
    """404 with a sentence and links to go on with."""

    def __init__(self, message: str, *links: Link) -> None:
        super().__init__(message)
        self.message = message
        self.links = links


@dataclass(frozen=True, slots=True)
class Site:
    """The public pages of one authority: the installation's own at the root, others below `/org/CODE/`."""

    authority: Authority
    code: str = ""
    display_mode: DisplayMode = DisplayMode.NORMAL

    @property
    def name(self) -> str:
        """Return the name used in titles and in SiteName."""
        return f"{self.authority.name}·政府信息公开"

    @property
    def home(self) -> str:
        return self.address("home")

    @property
    def named_sections(self) -> Iterator[tuple[str, Link]]:
        """Yield short name and link of each section that exists, in the order of the 平台规范."""
        for name, text in SECTIONS:
            if address := self.address_if_there(name):
                yield name, Link(text, address)

    @property
    def sections(self) -> Iterator[Link]:
        """Yield the links of `named_sections`."""
        return (link for _, link in self.named_sections)

    @property
    def fallback_links(self) -> list[Link]:
        """List where a reader can go from a page that has nothing to show."""
        search = [Link("检索", self.search)] if self.search else []
        return [*search, *self.sections, Link("网站地图", self.address("site-map")), Link("首页", self.home)]

    @property
    def search(self) -> str:
        """Return the address of the search page; empty where there is none."""
        return self.address_if_there("search")

    def address_if_there(self, name: str) -> str:
        """Return the address, or an empty text where there is no such page."""
        try:
            return self.address(name)
        except NoReverseMatch:
            return ""

    def address(self, name: str, **arguments: object) -> str:
        """Return the address of a public page of this authority; raises NoReverseMatch."""
        return reverse(name, kwargs={**arguments, "code": self.code} if self.code else arguments)


def site_of(authority: Authority, display_mode: DisplayMode = DisplayMode.NORMAL) -> Site:
    return Site(authority, "" if authority.is_own else authority.code, display_mode)


def own_site() -> Site | None:
    """Return the site at the root; None before an authority was created."""
    authority = Authority.objects.filter(is_own=True).first()
    return site_of(authority) if authority else None


def site_at(code: str, display_mode: DisplayMode = DisplayMode.NORMAL) -> Site:
    """Return the site with this code, the own one without a code. Raises Missing."""
    if not code:
        site = own_site()
        if site is None:
            raise Missing("本站正在建立，还没有公开的信息。管理人员请按启动网站时终端里的网址和建站码继续。")
        return replace(site, display_mode=display_mode)
    authority = Authority.objects.filter(code=code).first()
    if authority is None:
        raise Missing("本站没有这个行政机关。")
    return site_of(authority, display_mode)
