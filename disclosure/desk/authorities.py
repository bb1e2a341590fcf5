"""What administrators do with authorities."""

from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from disclosure.errors import Refused
from disclosure.models import Authority, Category

from .acts import append, entry, save_recorded

CATALOGUE = Path(settings.BASE_DIR) / "fixtures" / "catalogue.txt"


@transaction.atomic
def create_authority(*, code: str, name: str, parent: Authority | None = None) -> Authority:
    """A new authority with the standard catalogue; the first one of an installation is the site's own.

    Raises Refused with a sentence.
    """
    if Authority.objects.filter(code=code).exists():
        message = f"已有代码为「{code}」的行政机关，请换一个代码。"
        raise Refused(message)
    authority = Authority(code=code, name=name, parent=parent, is_own=not Authority.objects.exists())
    try:
        authority.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    save_recorded(authority)
    create_catalogue(authority)
    return authority


def create_catalogue(authority: Authority) -> None:
    """The fixed sections of the platform and the columns of art. 20 and 21 of the 条例, from `fixtures/catalogue.txt`.

    A line is a path of names joined by `/`, parents before children, and after a tab what the column rests on.
    """
    lines = [line.partition("\t") for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    ordered = [(path, basis, position) for position, (path, _, basis) in enumerate(lines)]
    made: dict[str, Category] = {}
    for _, level in groupby(sorted(ordered, key=_depth), key=_depth):
        columns = {path: _column(authority, path, basis, position, made) for path, basis, position in level}
        Category.objects.bulk_create(columns.values())
        append(entry("add", column) for column in columns.values())
        made |= columns


def _depth(line: tuple[str, str, int]) -> int:
    return line[0].count("/")


def _column(authority: Authority, path: str, basis: str, position: int, made: dict[str, Category]) -> Category:
    parent, _, name = path.rpartition("/")
    return Category(authority=authority, parent=made.get(parent), name=name, position=position, basis=basis.strip())
