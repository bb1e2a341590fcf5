"""Who discloses at an address, and the frame that stands around every public page."""

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
    """A text and where it leads; without an address it is the page itself."""

    text: str
    address: str = ""


class Missing(Http404):
    """Nothing is published at an address; says so in a sentence, and where to go instead."""

    def __init__(self, message: str, *links: Link) -> None:
        super().__init__(message)
        self.message = message
        self.links = links


@dataclass(frozen=True, slots=True)
class Site:
    """The public pages of one authority: the installation's own at the root, any other below `/org/CODE/`."""

    authority: Authority
    code: str = ""
    display_mode: DisplayMode = DisplayMode.NORMAL

    @property
    def name(self) -> str:
        """As in titles and in SiteName."""
        return f"{self.authority.name}·政府信息公开"

    @property
    def home(self) -> str:
        """The address of the first page."""
        return self.address("home")

    @property
    def named_sections(self) -> Iterator[tuple[str, Link]]:
        """The sections that exist with their short names, in the order of the rule."""
        for name, text in SECTIONS:
            if address := self.address_if_there(name):
                yield name, Link(text, address)

    @property
    def sections(self) -> Iterator[Link]:
        """The sections that exist, in the order of the rule."""
        return (link for _, link in self.named_sections)

    @property
    def fallback_links(self) -> list[Link]:
        """Where a reader can go from a page that has nothing to show."""
        search = [Link("检索", self.search)] if self.search else []
        return [*search, *self.sections, Link("网站地图", self.address("site-map")), Link("首页", self.home)]

    @property
    def search(self) -> str:
        """The address that a search form asks; empty where there is no search."""
        return self.address_if_there("search")

    def address_if_there(self, name: str) -> str:
        """As `address`, but empty where there is no such page."""
        try:
            return self.address(name)
        except NoReverseMatch:
            return ""

    def address(self, name: str, **arguments: object) -> str:
        """The address of a public page of this authority; raises NoReverseMatch where there is no such page."""
        return reverse(name, kwargs={**arguments, "code": self.code} if self.code else arguments)


def site_of(authority: Authority, display_mode: DisplayMode = DisplayMode.NORMAL) -> Site:
    """The public pages of an authority."""
    return Site(authority, "" if authority.is_own else authority.code, display_mode)


def own_site() -> Site | None:
    """The site at the root; None before an authority was created."""
    authority = Authority.objects.filter(is_own=True).first()
    return site_of(authority) if authority else None


def site_at(code: str, display_mode: DisplayMode = DisplayMode.NORMAL) -> Site:
    """The site that an address names, the own one without a code. Raises Missing."""
    if not code:
        site = own_site()
        if site is None:
            raise Missing("本站还没有设置公开政府信息的行政机关。")
        return replace(site, display_mode=display_mode)
    authority = Authority.objects.filter(code=code).first()
    if authority is None:
        raise Missing("本站没有这个行政机关。")
    return site_of(authority, display_mode)
