"""Find dead links in the bodies of published items; the result is kept until the next check."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.db.models import Q
from lxml import html

from disclosure.models import Authority, DeadLink, Item

from .link_probe import GONE, MOST_REDIRECTS, unreachable

MOST = 5000  # addresses of other sites in one run
LONGEST = 1000  # characters that are kept of an address
LEADING = {"", "http", "https"}


@dataclass
class Links:
    """Addresses in bodies, each with the items that contain it."""

    own: dict[str, set[int]] = field(default_factory=dict)
    others: dict[str, set[int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.own) + len(self.others)


def links_in(body: str) -> Iterator[str]:
    """Addresses that a body links to or embeds, without mail addresses and anchors on the same page."""
    if "=" not in body:
        return
    for _, attribute, address, _ in html.fragment_fromstring(body, create_parent=True).iterlinks():
        if attribute in {"href", "src"} and not address.startswith("#") and _scheme(address) in LEADING:
            yield address.strip()


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:  # malformed; the check reports it
        return ""


def collect(authority: Authority, at: datetime) -> Links:
    """Every address in an authority's published bodies; one that many items contain is checked once."""
    links = Links()
    linking = Q(body__contains="href=") | Q(body__contains="src=")
    items = Item.objects.published(at).filter(linking, authority=authority).order_by("-published_on")
    for pk, body in items.values_list("pk", "body").iterator(chunk_size=500):
        for address in links_in(body):
            group = links.own if is_own(address) else links.others
            group.setdefault(address, set()).add(pk)
    return links


def is_own(address: str) -> bool:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return not host or any(host == own or (own[0] == "." and f".{host}".endswith(own)) for own in _hosts())


def _hosts() -> list[str]:
    return [host for host in settings.ALLOWED_HOSTS if host and host != "*"]


def check(
    authority: Authority,
    at: datetime,
    on_progress: Callable[[], object],
    *,
    links: Links | None = None,
    most: int = MOST,
) -> list[DeadLink]:
    """Check the links of an authority's published items; the dead ones replace those found before.

    `on_progress` is called after each address. Beyond `most` addresses of other sites, earlier results stay.
    """
    links = links or collect(authority, at)
    chosen = list(links.others)[:most]
    why = {**dead_own_links(links.own, on_progress), **unreachable(chosen, on_progress)}
    return _keep(authority, links, why, set(links.others) - set(chosen), at)


@transaction.atomic
def _keep(authority: Authority, links: Links, why: dict[str, str], unchecked: set[str], at: datetime) -> list[DeadLink]:
    standing = DeadLink.objects.filter(item__authority=authority)
    stays = [link.pk for link in standing if link.address in unchecked and link.item_id in links.others[link.address]]
    standing.exclude(pk__in=stays).delete()
    where = {**links.own, **links.others}
    made = [
        DeadLink(item_id=item, address=address[:LONGEST], why=reason, found_at=at)
        for address, reason in why.items()
        for item in sorted(where[address])
    ]
    return DeadLink.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)


# --- Pages of our own -----------------------------------------------------------


class OwnPages(BaseHandler):
    """Request pages of this installation in process, as the public sees them; needs no connection and no server."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()
        self.host = next((host.lstrip(".") for host in _hosts()), "localhost")

    def why_dead(self, address: str) -> str:
        for _ in range(MOST_REDIRECTS + 1):
            status, location = self._answer(address)
            if not location:
                return "" if status < 400 else f"{GONE.get(status, '网页打不开')}（{status}）"  # noqa: PLR2004
            address = urljoin(address, location)
            if not is_own(address):
                return ""
        return "转向次数过多"

    def _answer(self, address: str) -> tuple[int, str]:
        answer = self.get_response(self._request(address))
        file = getattr(answer, "file_to_stream", None)  # closing the answer would close the database as well
        if file is not None:
            file.close()
        return answer.status_code, answer.headers.get("Location", "")

    def _request(self, address: str) -> WSGIRequest:
        parts = urlsplit(address)
        path = unquote(urlsplit(urljoin("/", address)).path) or "/"
        return WSGIRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": path.encode().decode("latin-1"),
                "QUERY_STRING": parts.query,
                "SERVER_NAME": self.host,
                "SERVER_PORT": "443",
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": "https",
                "wsgi.input": BytesIO(),
            }
        )


def dead_own_links(addresses: Iterable[str], on_progress: Callable[[], object]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    pages: OwnPages | None = None
    for address in addresses:
        pages = pages or OwnPages()
        try:
            why = pages.why_dead(address)
        except ValueError:
            why = "地址写法有误"
        if why:
            reasons[address] = why
        on_progress()
    return reasons
