"""A day on a public page."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def day(value: date | datetime) -> SafeString:
    """2024年1月25日, the same for programs, and no space around it: it stands inside sentences."""
    when = localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}年{}月{}日</time>', when.isoformat(), when.year, when.month, when.day)
