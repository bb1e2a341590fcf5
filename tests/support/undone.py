from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What the block writes to the database is gone after it, so that one test may try many ways from one start."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
