"""Ask other sites whether an address answers, without being led into the office's own network.

Addresses come from texts that anybody may have written. A name is therefore resolved first, every address it has must
be public, and the connection goes to that very address, so that a second look-up cannot change it. Every redirect is
checked anew. Nothing but the first lines of an answer is read.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from itertools import groupby
from time import sleep
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

TIMEOUT = 10  # seconds, to connect and to answer
PAUSE = 0.5  # seconds between two questions to one site
AT_ONCE = 4  # sites
MOST_REDIRECTS = 5
MOST_FAILURES = 3  # failures after which a site is not asked again
AGENT = "Mozilla/5.0 (compatible; link check)"
# The page exists but refuses programs, so it is not dead.
GUARDED = {401, 403, 405, 412, 429}
GONE = {404: "网页不存在", 410: "网页已撤下"}
NAT64 = IPv6Network("64:ff9b::/96")
SAFE = "/:?#[]@!$&'()*+,;=%~"


class Unreachable(Exception):
    """Why an address does not answer, as staff are told. `is_site`: the whole site, not only this page."""

    def __init__(self, why: str, *, is_site: bool = False) -> None:
        super().__init__(why)
        self.is_site = is_site


def reach(address: str) -> None:
    """Request an address (HEAD, then GET where HEAD is refused); raises Unreachable with the reason."""
    for _ in range(MOST_REDIRECTS + 1):
        status, location = _answer(address)
        if not location:
            _judge(status)
            return
        address = urljoin(address, location)
    raise Unreachable("转向次数过多")


def unreachable(addresses: Iterable[str], on_progress: Callable[[], object], pause: float = PAUSE) -> dict[str, str]:
    """Addresses that do not answer, with the reason; calls `on_progress` after each.

    Asks few sites at once, and each site one question at a time.
    """
    by_site = [list(group) for _, group in groupby(sorted(set(addresses), key=_site), key=_site)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reasons = pool.map(lambda group: _unreachable_of_site(group, on_progress, pause), by_site)
        return {address: why for part in reasons for address, why in part.items()}


def _site(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _unreachable_of_site(addresses: list[str], on_progress: Callable[[], object], pause: float) -> dict[str, str]:
    reasons: dict[str, str] = {}
    failures = 0
    for number, address in enumerate(addresses):
        if failures >= MOST_FAILURES:
            reasons[address] = "所在网站没有应答"
            on_progress()
            continue
        if number:
            sleep(pause)
        try:
            reach(address)
        except Unreachable as error:
            reasons[address] = str(error)
            failures += error.is_site
        on_progress()
    return reasons


def _judge(status: int) -> None:
    if status < 400 or status in GUARDED:  # noqa: PLR2004 as HTTP has it
        return
    raise Unreachable(f"{GONE.get(status, '网页打不开')}（{status}）")


def _answer(address: str) -> tuple[int, str]:
    status, location = _ask("HEAD", address)
    return (status, location) if status < 400 else _ask("GET", address)  # noqa: PLR2004


def _ask(method: str, address: str) -> tuple[int, str]:
    connection, target = _connection(address)
    try:
        connection.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        is_redirect = answer.status in {301, 302, 303, 307, 308}
        return answer.status, (answer.getheader("Location") or "") if is_redirect else ""
    except TimeoutError as error:
        raise Unreachable(f"{TIMEOUT} 秒内没有应答", is_site=True) from error
    except ssl.SSLError as error:
        raise Unreachable("网站的安全证书无效", is_site=True) from error
    except socket.gaierror as error:
        raise Unreachable("找不到这个网站", is_site=True) from error
    except (OSError, HTTPException) as error:
        raise Unreachable("连接不上网站", is_site=True) from error
    finally:
        connection.close()


def _connection(address: str) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(quote(address.strip(), safe=SAFE))
        host = (urlsplit(address.strip()).hostname or "").encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise Unreachable("地址写法有误") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise Unreachable("地址写法有误")
    kind = _PinnedHTTPSConnection if parts.scheme == "https" else _PinnedHTTPConnection
    return kind(host, port, timeout=TIMEOUT), (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class _PinnedHTTPConnection(HTTPConnection):
    def connect(self) -> None:
        self.sock = _open_socket(self.host, self.port)


class _PinnedHTTPSConnection(HTTPSConnection):
    def connect(self) -> None:
        self.sock = ssl.create_default_context().wrap_socket(
            _open_socket(self.host, self.port), server_hostname=self.host
        )


def _open_socket(host: str, port: int) -> socket.socket:
    """Connect to the first address that answers, provided all of the host's addresses are public."""
    addresses = [entry[4][:2] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.LINKS_TO_PRIVATE_ADDRESSES and not all(is_public(str(address)) for address, _ in addresses):
        raise Unreachable("指向内部网络的地址，公众打不开")
    failure: OSError | None = None
    for address, number in addresses:
        try:
            return socket.create_connection((str(address), int(number)), timeout=TIMEOUT)
        except OSError as error:
            failure = error
    raise failure or OSError(host)


def is_public(address: str) -> bool:
    """Whether an address is on the public network, however it is embedded in another one."""
    try:
        unwrapped = _embedded_ipv4(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return unwrapped.is_global and not unwrapped.is_multicast


def _embedded_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if address in NAT64:
        inside = IPv4Address(int(address) & 0xFFFFFFFF)
    return inside or address
