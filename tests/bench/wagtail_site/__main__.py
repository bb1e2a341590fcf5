"""`python -m tests.bench.wagtail_site ITEMS PORT`: fill an empty database with the town's texts, and serve."""

import os
import sys

import django
import waitress

COLUMNS = 20
THREADS = 16  # as `manage.py serve`


def fill(total: int) -> None:
    from django.core.management import call_command
    from wagtail.models import Page, Site

    from tests.bench.wagtail_site.models import ItemPage, ListPage
    from tests.support.town_texts import texts

    call_command("migrate", verbosity=0)
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    home = Page.objects.get(depth=1).add_child(instance=ListPage(title="示例镇人民政府", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True, site_name="示例镇人民政府")
    for number in range(COLUMNS):
        home.add_child(instance=ListPage(title=f"栏目{number}", slug=f"c{number}", show_in_menus=number < 5))
    columns = list(ListPage.objects.child_of(home).order_by("pk"))
    for number, text in enumerate(texts(total, length=800)):
        page = ItemPage(
            title=text.title, slug=f"n{number}", index_number=text.index_number, document_number=text.document_number,
            publisher=text.publisher, keywords=text.keywords, genre=text.genre, body=text.body,
            formed_on=text.formed_on, published_on=text.formed_on,
        )  # fmt: skip
        columns[number % COLUMNS].add_child(instance=page)


def serve(port: int) -> None:
    """As `manage.py serve` does."""
    from django.db import connections

    connections.close_all()
    from tests.bench.wagtail_site.wsgi import application

    waitress.serve(application, host="127.0.0.1", port=port, threads=THREADS, asyncore_use_poll=True, _quiet=True)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.wagtail_site.settings"
    django.setup()
    fill(int(sys.argv[1]))
    serve(int(sys.argv[2]))
