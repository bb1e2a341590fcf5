"""Authorities and their standard catalogue."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction

from disclosure.desk.audit.log import append, new_act, save_recorded
from disclosure.desk.common.records import require_valid
from disclosure.errors import Refused
from disclosure.law.choices.items import CategoryKind
from disclosure.models import Application, Authority, Category, Item

KINDS = {str(kind.label): kind for kind in CategoryKind}
CATALOGUE = Path(settings.BASE_DIR) / "fixtures" / "catalogue.txt"


@transaction.atomic
def create_authority(*, code: str, name: str, parent: Authority | None = None) -> Authority:
    """Create an authority with the standard catalogue; the first of an installation is the site's own.

    Raises Refused with a sentence.
    """
    if Authority.objects.filter(code=code).exists():
        message = f"已有代码为「{code}」的行政机关，请换一个代码。"
        raise Refused(message)
    authority = Authority(code=code, name=name, parent=parent, is_own=not Authority.objects.exists())
    require_valid(authority)
    save_recorded(authority)
    create_catalogue(authority)
    return authority


def is_known_to_the_public(authority: Authority) -> bool:
    """Whether outsiders may hold an address with its code: of a published item, or an application."""
    published = Item.objects.filter(authority=authority, published_on__isnull=False)
    return published.exists() or Application.objects.filter(authority=authority).exists()


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A line of the catalogue: a path of names joined by `/`, its legal basis, its kind."""

    position: int
    path: str
    basis: str = ""
    kind: str = str(CategoryKind.STANDING.label)

    @property
    def depth(self) -> int:
        return self.path.count("/")

    def column(self, authority: Authority, made: dict[str, Category]) -> Category:
        parent, _, name = self.path.rpartition("/")
        return Category(
            authority=authority,
            parent=made.get(parent),
            name=name,
            position=self.position,
            basis=self.basis,
            kind=KINDS[self.kind],
        )


def create_catalogue(authority: Authority) -> None:
    """Create the platform's fixed sections and the categories of 条例 art. 20, 21 (`fixtures/catalogue.txt`).

    Fields are separated by tabs: path (parents before children), legal basis, and the kind of what must stay fresh.
    """
    text = CATALOGUE.read_text(encoding="utf-8")
    lines = [CatalogueLine(position, *line.split("\t")) for position, line in enumerate(text.splitlines())]
    made: dict[str, Category] = {}
    for _, level in groupby(sorted(lines, key=_depth), key=_depth):
        columns = {line.path: line.column(authority, made) for line in level}
        Category.objects.bulk_create(columns.values())
        append(new_act("add", column) for column in columns.values())
        made |= columns


def _depth(line: CatalogueLine) -> int:
    return line.depth
