"""Two hundred judged queries over three hundred made-up documents, with the same answer on either database.

Each line of `judged.tsv`: what is typed, how many documents hold it, and the first five of them in order, by the last
figures of their index numbers. Judged by reading the texts for the string that the query means, not by the search's own
folding: a query in another spelling stands with the answer of the usual one.
"""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from disclosure.search.query import search

pytestmark = pytest.mark.django_db

JUDGED = Path(__file__).parents[3] / "data" / "search" / "judged.tsv"


def test_judged_queries(corpus, town):
    corpus(300, length=300)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    wrong = []

    for query, found, first in rows:
        results = search([town.pk], query, at=timezone.now())
        hits = " ".join(hit.item.index_number[-6:].lstrip("0") for hit in results.hits[:5])
        if (results.total, hits) != (int(found), first):
            wrong.append((query, found, first, results.total, hits))

    assert wrong == []
    assert len(rows) == 200
