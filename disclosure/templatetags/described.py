"""JSON-LD that stands on every page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from disclosure.portal.items.structured_data import crumbs_data

register = template.Library()


@register.simple_tag(takes_context=True)
def described_crumbs(context: Context) -> SafeString:
    """The way to the page, for search engines."""
    return crumbs_data(context["request"], context["site"], context["crumbs"])
