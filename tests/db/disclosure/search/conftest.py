"""An authority with the made-up documents of `tests.support.town_texts`."""

import pytest

from disclosure.models import Attachment, Category, Item
from disclosure.search.index import reindex
from tests.support.town_texts import texts


@pytest.fixture
def corpus(town):
    """`corpus(300)`: the texts, each published as an item, some with an attachment."""

    def made(total, **options):
        column = Category.objects.create(authority=town, name="政策文件")
        given = list(texts(total, **options))
        items = Item.objects.bulk_create(
            Item(
                authority=town, category=column, index_number=one.index_number, title=one.title,
                document_number=one.document_number, publisher=one.publisher, keywords=one.keywords,
                summary=one.summary, body=one.body, genre=one.genre, nature=one.nature, formed_on=one.formed_on,
                published_on=one.formed_on, state="published",
            )
            for one in given
        )  # fmt: skip
        Attachment.objects.bulk_create(
            Attachment(item=item, name="附表.xlsx", text=one.attachment)
            for item, one in zip(items, given, strict=True)
            if one.attachment
        )
        reindex(item.pk for item in items)
        return given

    return made
