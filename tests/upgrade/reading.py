"""Reads every public address of the version in the working folder; run by `__main__.py`, in a process of its own.

It imports nothing of the project, since it reads two versions of it.
"""

import io
import pickle
import re
import sys
import zipfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import django

LINK = re.compile(
    rb"""(?:href|src|action)=["']([^"'#]+)|<(?:loc|link|id)>([^<]+)<|"(?:url|address|href)": ?"([^"]+)\""""
)
MOST = 6_000  # addresses: far more than there are, so that an endless way of links is an error
# What differs between two answers of one version: keys of one answer, dates of making, and hashes of static files.
NUMBER = "(?:一|二|三|四|五|六|七|八|九|十)"
LEVELLED = [
    (re.compile(pattern), put)
    for pattern, put in (
        (rb'nonce="[^"]*"', b'nonce=""'),
        (rb"(/static/[\w./-]+?)\.[0-9a-f]{12}(\.\w+)", rb"\1\2"),
        (rb'(name="(?:csrfmiddlewaretoken|ticket|form)" value=")[^"]*', rb"\1"),
        (f"{NUMBER}加{NUMBER}等于几".encode(), b""),  # the question of a form
        (rb"/CreationDate ?\([^)]*\)|/ModDate ?\([^)]*\)|/ID ?\[[^]]*\]", b""),
        (rb"<xmp:(\w+Date)>[^<]*</xmp:\1>|<xmpMM:(\w+)>[^<]*</xmpMM:\2>", b""),
        (rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b""),
        (rb"\nstartxref\n\d+\n", b""),
        (rb"(?m)^\d{10} \d{5} n ?\r?\n", b""),
    )
]


def levelled(content: bytes) -> bytes:
    """An office file becomes its parts, one after another; nothing else changes its shape."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(name.encode() + b"\n" + archive.read(name) for name in sorted(archive.namelist()))
    for pattern, put in LEVELLED:
        content = pattern.sub(put, content)
    return content


def links(address: str, content: bytes) -> set[str]:
    """The addresses of this site that an answer names, but for those that only arrange a list in another way."""
    found = set()
    for groups in LINK.findall(content):
        url = urlsplit(next(filter(None, groups)).decode("utf-8", "replace").replace("&amp;", "&"))
        if url.netloc not in ("", "localhost", "testserver") or not (url.path.startswith("/") or url.query):
            continue
        path = url.path or urlsplit(address).path
        if path.startswith(("/static/", "/admin/", "/view/")) or len(parse_qsl(url.query)) > 1:
            continue
        found.add(f"{path}?{url.query}" if url.query else path)
    return found


def read() -> dict[str, bytes]:
    from django.test import Client
    from django.urls import get_resolver

    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    plain = {f"/{one.pattern}" for one in get_resolver().url_patterns if re.fullmatch(r"[\w./-]*", str(one.pattern))}
    answers: dict[str, bytes] = {}
    waiting = {"/", *(one for one in plain if not one.startswith(("/admin", "/view")))}
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        head = f"{answer.status_code} {answer.headers.get('Content-Type', '')} {answer.headers.get('Location', '')}\n"
        answers[address] = head.encode() + levelled(content)
        if len(answers) > MOST:
            raise RuntimeError(f"more than {MOST} addresses; the last is {address}")
        if not content.startswith((b"PK", b"%PDF")):
            waiting |= links(address, content) - answers.keys()
    return answers


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_bytes(pickle.dumps(read()))
