"""An authority's categories with their latest items, from which a document's category is guessed."""

from disclosure.documents.placing import CategoryProfile, ComparedDocument
from disclosure.law.choices.items import ItemState
from disclosure.law.inspection.freshness import OWN_PAGES
from disclosure.models import Authority, Category, Item

NEWEST = 3000  # earlier documents compared for each category: enough to recognise it, few enough for one query


def category_profile(authority: Authority) -> CategoryProfile:
    """The authority's latest publications by category; two queries."""
    rows = list(Category.objects.filter(authority=authority).values_list("pk", "parent_id", "name"))
    parents = {parent for _, parent, _ in rows}
    own_pages = {key for key, parent, name in rows if parent is None and name in OWN_PAGES}
    items = Item.objects.filter(authority=authority, state=ItemState.PUBLISHED).order_by("-published_on", "-id")
    fields = items.values_list("category_id", "title", "document_number", "publisher")[:NEWEST]
    placed = [(column, ComparedDocument(*given)) for column, *given in fields]
    # A category with subcategories holds documents only where the office has put some there.
    unheld = parents - {column for column, _ in placed} | own_pages
    columns = {key: name for key, _, name in rows if key not in unheld}
    return CategoryProfile(columns, placed, authority.name)
