"""The same index for the desk: items of every state."""

from django.db.models import QuerySet

from disclosure.models import Item

from .storage import matching
from .terms import parse_terms


def narrow(items: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Filter `items` by all words of `text`; returns all of them for an empty text.

    For `ModelAdmin.get_search_results`; whoever calls it has narrowed `items` to what the person may see. Amendments to
    published items are in no index, as in no list.
    """
    wanted = parse_terms(text)
    return items.filter(pk__in=matching(wanted)) if wanted else items
