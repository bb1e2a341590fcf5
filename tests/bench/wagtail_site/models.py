"""An item and the list of a column, as pages: what our item page and list show of metadata, body, way and neighbours."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

PER_PAGE = 20


class ListPage(Page):
    template = "list.html"

    def get_context(self, request, *args, **kwargs):
        items = ItemPage.objects.child_of(self).live().public().order_by("-published_on", "-pk").defer("body")
        page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
        years = items.order_by().values_list("published_on__year").annotate(models.Count("pk"))
        return super().get_context(request, *args, **kwargs) | {"page_of_items": page, "years": sorted(years)}


class ItemPage(Page):
    template = "item.html"

    index_number = models.CharField(max_length=60)
    document_number = models.CharField(max_length=100, blank=True)
    publisher = models.CharField(max_length=100, blank=True)
    formed_on = models.DateField()
    published_on = models.DateField(db_index=True)
    genre = models.CharField(max_length=40, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    body = RichTextField(blank=True)

    def get_context(self, request, *args, **kwargs):
        others = ItemPage.objects.sibling_of(self, inclusive=False).live().defer("body")
        return super().get_context(request, *args, **kwargs) | {
            "newer": others.filter(published_on__gte=self.published_on).order_by("published_on", "pk").first(),
            "older": others.filter(published_on__lte=self.published_on).order_by("-published_on", "-pk").first(),
        }
