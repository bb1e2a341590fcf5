"""QR codes of addresses, for opening a page on a telephone."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=1024)
def qr_code(url: str) -> SafeString:
    """Draw the address as inline SVG, dark on light in every display mode, as QR readers need it."""
    code = segno.make(url, error="m", micro=False)
    drawn = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawn.replace("<svg ", '<svg role="img" aria-label="本页网址的二维码" ', 1))  # noqa: S308 made of squares
