"""A .docx template and values → a letter, by docxtpl, in a sandbox that knows no function and forgives no gap."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any, NoReturn

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from disclosure.errors import DisclosureError
from disclosure.law.choices.letters import LetterKind
from disclosure.rendering.archive import repacked
from disclosure.rendering.prose import clean

from .fields import Value, fields_of, samples

_NEW_PARAGRAPH = "\a"  # as docxtpl has it
_BARE = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
    b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


class Unfit(DisclosureError):
    """The template cannot be filled; the text is a Chinese sentence."""


class _Sandbox(SandboxedEnvironment):
    """Allow fields, conditions and loops only: no functions, no arithmetic that could exhaust memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(operator)


def _environment() -> SandboxedEnvironment:
    made = _Sandbox(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    return made


def fill(template: bytes, values: Mapping[str, Value]) -> bytes:
    """The letter. A line break in a value begins a paragraph. Raises Unfit on a field that has no value.

    Says nothing of who made it or when; the same values always give the same bytes.
    """
    try:
        word = DocxTemplate(io.BytesIO(template))
        word.render(_prepared(values), _environment(), autoescape=True)
        target = io.BytesIO()
        word.save(target)
        return repacked(target.getvalue(), bare)
    except UndefinedError as error:
        raise Unfit(f"模板里有没有内容可填的字段（{_named(error)}），请改正后再用。") from error
    except SecurityError as error:
        raise Unfit("模板里有不允许的写法，只能使用字段、条件和循环，请改正后再用。") from error
    except TemplateError as error:
        raise Unfit("模板里的字段写法有误，请检查每一处 {{ }} 和 {% %} 是否成对。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, etree.LxmlError) as error:
        raise Unfit("模板不是可以读取的 DOCX 文件，请用办公软件另存为 DOCX 后再上传。") from error


def unknown_fields(template: bytes, kind: LetterKind) -> list[str]:
    """List the names for which letters of this kind have no value, in order; raises Unfit as `fill`."""
    try:
        named = DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise Unfit("模板里的字段写法有误，请检查每一处 {{ }} 和 {% %} 是否成对。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, etree.LxmlError) as error:
        raise Unfit("模板不是可以读取的 DOCX 文件，请用办公软件另存为 DOCX 后再上传。") from error
    return sorted(named - fields_of(kind))


def tried(template: bytes, kind: LetterKind) -> bytes:
    """Fill the template with examples; raises Unfit for what a list of names does not show (a wrong loop)."""
    return fill(template, samples(kind))


def bare(name: str, part: bytes) -> bytes:
    """A part of the package, for `repacked`: without who made the file, when, and with what."""
    return _BARE.get(name, part)


def _prepared(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _fit(value) for name, value in values.items()}


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return _NEW_PARAGRAPH.join(line for line in clean(value).splitlines() if line.strip())
    if isinstance(value, Mapping):
        return {name: _fit(one) for name, one in value.items()}
    return [_fit(one) for one in value]


def _named(error: UndefinedError) -> str:
    """Return 「材料」 for "'材料' is undefined"; attributes of a row likewise."""
    return "".join(letter for letter in str(error.message).split(" is undefined")[0] if letter not in "'\"")
