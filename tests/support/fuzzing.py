"""Odd requests of a settled seed: what forms and links of a page send, with values, bytes, headers and methods gone wrong."""

import inspect
import re
import sys
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from django.contrib import admin
from django.urls import URLResolver, get_resolver
from lxml import html

LOOKUPS = (
    "exact",
    "startswith",
    "contains",
    "isnull",
    "in",
    "gt",
    "regex",
    "year",
    "range",
    "date",
    "iexact",
    "nothing",
)
# What Django's own lists and forms read from an address, beside the filters of each.
ADMINS = (
    *("q", "p", "o", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters", "figure", "waiting"),
    *(
        "action",
        "index",
        "select_across",
        "_selected_action",
        "initial",
        "term",
        "app_label",
        "model_name",
        "field_name",
    ),
)
READ = re.compile(r"""(?:GET|POST|FILES|given|data)(?:\.get(?:list)?\(|\.pop\(|\[|\()\s*["']([\w-]+)["']""")

VALUES = tuple(
    value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    for value in (
        *("", " ", "\0", "x\0y", "1\0", "x", "甲", "é", "\U0001f600", "\ud800", "\udfff1", "\u202e", "\r\nSet-Cookie: a=b", "\t"),
        *("0", "-0", "-1", "1", "2", "1.5", "1e400", "-1e400", "1E300000000", "nan", "inf", "NaN", "0x10", "1_000", "²", "٣", "１２"),
        *("9" * 10, "9" * 14, "9" * 19, str(2**63 - 1), str(2**63), str(-(2**63) - 1), "9" * 40, "9" * 5000, "0" * 5000 + "1"),
        *("true", "True", "None", "null", "undefined", "on", "[]", "{}", "[1", '{"a": 1}', '{"a"', "1,2", ",", "1,,x", "1:2", ":"),
        *("0000-00-00", "2026-02-30", "99999-01-01", "0001-01-01", "9999-12-31", "2026-1-1", "2026-W01", "20260101", "24:00", "-2026-01-01"),
        *("2026-01-01T99:99", "0001-01-01 00:00", "9999-12-31 23:59:59", "2026-01-01 00:00+99:99"),
        *("../../etc/passwd", "/", "//evil.example/", "\\", "http://[", "javascript:1", "%", "%s", "{0}", "{{ x }}", "*", "?", "(", "[", "a{9999999}"),
        *("'", '"', "';--", "<script>", "id", "pk", "-pk", "authority", "authority__isnull", "password", "__class__", "_", "~", "~x"),
        *("x" * 300, "长" * 5000, "x" * 100_000, "1 " * 3000, "-" * 2000),
        *(b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"a\xfeb", b"\xf4\x90\x80\x80", "政府信息".encode("gbk")),
    )
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get", "PROPFIND")
HEADERS = (
    {"HTTP_ACCEPT_LANGUAGE": "zh;q=99999999999999999999,*;q=x"}, {"HTTP_ACCEPT_LANGUAGE": "-" * 5000},
    {"HTTP_RANGE": "bytes=9-1,-"}, {"HTTP_RANGE": "bytes=99999999999999999999-"},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999999999 99:99:99 GMT"}, {"HTTP_IF_MODIFIED_SINCE": "\0"},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 31 Feb 2026 00:00:00 GMT"}, {"HTTP_IF_UNMODIFIED_SINCE": "x"},
    {"HTTP_IF_NONE_MATCH": 'W/"'}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MATCH": '"x", *'},
    {"HTTP_X_FORWARDED_FOR": ",".join(["999.999.1.1"] * 500)}, {"HTTP_X_FORWARDED_FOR": "\0, '"},
    {"HTTP_X_FORWARDED_HOST": "a b"}, {"HTTP_X_FORWARDED_PROTO": "gopher"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "fe80::1%eth0"},
    {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "a b"}, {"HTTP_HOST": "[::1"}, {"HTTP_HOST": ""}, {"HTTP_HOST": "testserver:999999"},
    {"HTTP_REFERER": "http://["}, {"HTTP_REFERER": "\0"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "http://[::"},
    {"HTTP_USER_AGENT": "x" * 20_000}, {"HTTP_USER_AGENT": "\0Edg/\x80"}, {"HTTP_ACCEPT": "*/*;q=;,"}, {"HTTP_ACCEPT": "text/" + "x" * 3000},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=nan, \0"}, {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, {"CONTENT_LENGTH": "x"},
    {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": "9" * 30}, {"HTTP_EXPECT": "100-continue"}, {"HTTP_COOKIE": "sessionid=x; sessionid=\0"},
    {"HTTP_COOKIE": "csrftoken=x; messages=x; view=x"}, {"HTTP_COOKIE": "csrftoken=\0; messages=W1tdXQ:x:y; view=\x80"},
    {"HTTP_COOKIE": "sessionid=" + "9" * 5000}, {"HTTP_COOKIE": "=; ;; =x; \xff"}, {"HTTP_COOKIE": "a" * 8000},
)  # fmt: skip
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=edge"
CONTENT_TYPES = (
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300, "application/json",
    "multipart/form-data; boundary=\xff", "text/plain; charset=nothing", f"{FORM}; charset=utf-16", f"{FORM}; charset=\xff", f"{FORM}; charset=" + "x" * 3000, f"{FORM}; charset=zlib", f"{FORM}; charset=\0",
    "multipart/form-data; boundary*=zlib''x", "", "/", "x" * 2000,
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """What a page sends: where to, how, and the values it would send untouched."""

    method: str
    path: str
    values: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


@dataclass
class Target:
    """An address with the parameters that are known of it and the forms that its page shows."""

    path: str
    names: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """As it goes out."""

    method: str
    path: str
    content: bytes = b""
    content_type: str = FORM
    headers: tuple[tuple[str, str], ...] = ()

    def sent(self, client):
        """A length that lies meets the end of a body, as on a server."""
        given = dict(self.headers)
        if "CONTENT_LENGTH" in given:
            given["wsgi.input"] = BytesIO(self.content)
        return client.generic(self.method, self.path, self.content, self.content_type, **given)

    def __str__(self):
        return f"{self.method} {self.path[:300]} {self.content_type[:60]} {dict(self.headers) or ''} {self.content[:300]!r}"


# --- What is known of an address ------------------------------------------------


def views():
    """Route → the view's own module's source, where it can be read."""
    return dict(_views(get_resolver(), ""))


def _views(resolver, prefix):
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _views(one, route)
        else:
            yield route, inspect.unwrap(getattr(one.callback, "func", one.callback))


def names_in_code(view):
    """The parameters that the view's module reads by name."""
    module = sys.modules.get(getattr(view, "__module__", ""))
    try:
        return sorted(set(READ.findall(inspect.getsource(module)))) if module else []
    except OSError:
        return []


def names_of_list(model):
    """Filters, dates and every look-up through a field of a list's model, and through those of what it leads to."""
    screen = admin.site._registry[model]
    own = [one.name for one in model._meta.get_fields()]
    through = [
        f"{one.name}__{other.name}"
        for one in model._meta.get_fields()
        if one.is_relation and one.related_model
        for other in one.related_model._meta.get_fields()
    ]
    filters = [getattr(one, "parameter_name", None) or one for one in screen.list_filter if not isinstance(one, tuple)]
    dated = screen.date_hierarchy
    by_date = [f"{dated}__{part}" for part in ("year", "month", "day")] if dated else []
    return [*ADMINS, *by_date, *by_date, *map(str, filters), *own, *through]


def read_page(text, path):
    """The forms of a page, and the names behind the question marks of its links to itself."""
    tree = html.fromstring(text)
    forms = [_form(one, path) for one in tree.forms]
    links = [urlsplit(href) for href in tree.xpath("//a/@href") if href.startswith(("?", path + "?"))]
    names = {name for link in links for name, _ in parse_qsl(link.query, keep_blank_values=True)}
    return forms, sorted(names)


def _form(element, path):
    files = tuple(one.name for one in element.xpath(".//input[@type='file']") if one.name)
    values = [(name, value) for name, value in element.form_values() if name not in files]
    buttons = [
        (one.get("name"), one.get("value", ""))
        for one in element.xpath(".//button[@name]|.//input[@type='submit'][@name]")
    ]
    action = (element.get("action") or "").partition("#")[0]
    where = action if action.startswith("/") else path.partition("?")[0] + (action if action.startswith("?") else "")
    return Form((element.method or "GET").upper(), where, (*values, *buttons[:1]), files)


# --- What goes wrong ------------------------------------------------------------


class Fuzz:
    """Makes requests of targets, always the same for one seed."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 to be the same each time

    def request(self, target):
        """A form with something wrong in it where the page has one, else an address with odd parameters; seldom worse."""
        chance = self.random.random()
        if target.forms and chance < 0.55:
            made = self._sent_form(self.random.choice(target.forms))
        else:
            made = self._asked(target)
        if self.random.random() < 0.12:
            made = self._worse(made, target)
        return made

    def _asked(self, target):
        """Most often one or two parameters of those known; the path itself goes wrong now and then."""
        path = target.path
        if self.random.random() < 0.08:
            path = self._broken(path)
        if not target.names:
            return Request("GET", path)
        names = [self._name(target) for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 5)))]
        return Request("GET", _with(path, [(name, self._value()) for name in names]))

    def _name(self, target):
        name = self.random.choice(target.names)
        is_lookup = target.path.startswith("/admin/") and self.random.random() < 0.4
        return f"{name}__{self.random.choice(LOOKUPS)}" if is_lookup else name

    def _value(self):
        return self.random.choice(VALUES)

    def _broken(self, path):
        parts = path.split("/")
        at = self.random.randrange(1, len(parts)) if len(parts) > 2 else 1
        parts[at] = quote_from_bytes(self._value()[:2000], safe="")
        return "/".join(parts)

    def _sent_form(self, form):
        """As the page would send it, with up to three of its values changed, doubled or left out."""
        values = [(name, value.encode("utf-8", "surrogatepass")) for name, value in form.values]
        files = [(name, b"") for name in form.files]
        for _ in range(self.random.choice((0, 1, 1, 1, 2, 3))):
            if not values:
                break
            at, what = self.random.randrange(len(values)), self.random.random()
            if what < 0.8:
                values[at] = (values[at][0], self._value())
            elif what < 0.9:
                values.append((values[at][0], self._value()))
            else:
                del values[at]
        if form.method == "GET":
            return Request("GET", _with(form.path, values))
        if files or self.random.random() < 0.5:
            content = _parts(values, [(name, self._value()[:3000]) for name, _ in files], self.random)
            return Request("POST", form.path, content, PARTS)
        return Request("POST", form.path, _encoded(values), FORM)

    def _worse(self, made, target):
        """The wrong method, kind of content, header or all of them."""
        what = self.random.choice(("method", "type", "header", "header", "body"))
        changed = dict(vars(made))
        if what == "method":
            changed["method"] = self.random.choice(METHODS)
        if what == "type":
            changed |= {"method": "POST", "content_type": self.random.choice(CONTENT_TYPES)}
            changed["content"] = made.content or self._value()
        if what == "header":
            changed["headers"] = tuple(self.random.choice(HEADERS).items())
        if what == "body":
            names = target.names or ["x"]
            values = [(self.random.choice(names), self._value()) for _ in range(3)]
            changed |= {"method": "POST", "content": _encoded(values), "content_type": FORM}
        return Request(**changed)


def _encoded(values):
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value, safe='')}" for name, value in values
    ).encode()


def _with(path, values):
    return f"{path}{'&' if '?' in path else '?'}{_encoded(values).decode()}" if values else path


def _parts(values, files, random):
    made = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value for name, value in values
    ]
    for name, value in files:
        said = random.choice(VALUES)[:200].replace(b'"', b"").replace(b"\r", b"").replace(b"\n", b"")
        head = f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="'.encode() + said + b'.csv"\r\n'
        if random.random() < 0.2:
            head = head.removesuffix(b"\r\n") + b"; filename*=zlib''x%41\r\n"
        made.append(head + b"Content-Type: text/csv\r\n\r\n" + value)
    return b"\r\n".join([*made, b"--edge--\r\n"])
