"""Plain text → paragraphs of HTML."""

import re

from django.utils.html import escape

_HTML = re.compile(
    r"</?(p|h[1-6]|ul|ol|li|table|tr|td|th|br|div|span|a|strong|b|em|i|u|blockquote)(\s[^<>]*)?/?>", re.IGNORECASE
)


def paragraphs(text: str) -> str:
    """HTML as it is; plain text with one paragraph a line, its markup characters escaped."""
    if _HTML.search(text):
        return text
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
