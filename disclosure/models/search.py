"""What can be searched of each item, beside it."""

from django.db import models

from .base import Visibility
from .item import Item


class SearchDocument(models.Model):
    """检索文本 of one item, made by `disclosure.search.index`; the database's own index is in another table.

    Staff never see the rows themselves: a search shows only those of items it may show.
    """

    # No name on the item's side: what is derived from an item is no part of it that acts tell of.
    item = models.OneToOneField(
        Item, verbose_name="公开信息", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    head = models.TextField("标题和编号", help_text="每行一项。")
    text = models.TextField("其余文字", help_text="每行一段：出处、制表符、文字。")

    authority_path = "item__authority"
    visibility = Visibility.of(staff="item head text")

    class Meta:
        verbose_name = verbose_name_plural = "检索文本"
        default_permissions = ()

    def __str__(self) -> str:
        return self.head.partition("\n")[0]
