"""Applications like another: the applicant's own earlier ones (条例 art. 36(6)), others' for the same (art. 44)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import rjieba
from django.db.models import Q, QuerySet

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.applications.similarity import Likeness, likeness, pairs, share
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Application, Letter
from disclosure.models.encryption import hashes

MOST_LOOKED_AT = 200  # the newest of the applicant's; and as many of others' with a word in common
MOST_SHOWN = 20
MOST_WORDS = 3
LOOKED_BACK = 3 * 366  # days: what was asked before is another time's
REPLIES = (LetterKind.REPLY, LetterKind.SUPPLEMENT)
# Keyed hash → what is equal where it matches, the surest first.
SAME_PERSON = (
    ("document_hash", "document", "证件号码相同"),
    ("phone_hash", "phone", "联系电话相同"),
    ("applicant_hash", "applicant", "姓名或者名称相同"),
)
READ = (
    *("pk", "number", "received_on", "outcome", "concluded_on", "content"),
    *(name for name, _, _ in SAME_PERSON),
)


@dataclass(frozen=True, slots=True)
class Similar:
    """An application similar to another; of its applicant only what shows that it is the same person.

    `likeness` None: by the same applicant, about something else. `replies`: numbers of the replies that were sent.
    """

    pk: int
    number: str
    received_on: date | None
    outcome: str
    concluded_on: date | None
    likeness: Likeness | None
    share: float
    same_person: str = ""
    replies: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """The label of the outcome."""
        return str(Outcome(self.outcome).label) if self.outcome else "还没有办结"


@dataclass(frozen=True, slots=True)
class Alike:
    """Similar applications, the most similar first. `own`: by the same applicant; `others`: by others."""

    own: tuple[Similar, ...]
    others: tuple[Similar, ...]

    @property
    def is_repeated(self) -> bool:
        """Whether the same applicant was answered about nearly the same before (条例 art. 36(6))."""
        return any(one.outcome and one.likeness in {Likeness.SAME, Likeness.MOSTLY} for one in self.own)

    @property
    def is_often_asked(self) -> bool:
        """Whether others want the same, which is a reason to publish it (条例 art. 44)."""
        return any(one.likeness in {Likeness.SAME, Likeness.MOSTLY} for one in self.others)

    def __bool__(self) -> bool:
        return bool(self.own or self.others)


def alike(application: Application) -> Alike:
    """Search the same authority; at most three queries, none of which reads personal data.

    Whoever may see the application may see these.
    """
    wanted, hashed = pairs(application.content), _hashes(application)
    own = _best(_judged(_of_the_same(application, hashed), wanted, hashed))
    found = _judged(_of_others(application), wanted, hashed)
    others = _best(one for one in found if one.likeness and not one.same_person)
    replies = _replies([one.pk for one in (*own, *others)])
    return Alike(tuple(_with(own, replies)), tuple(_with(others, replies)))


def _best(found: Iterable[Similar]) -> list[Similar]:
    return sorted(found, key=lambda one: (-one.share, -one.pk))[:MOST_SHOWN]


def _hashes(application: Application) -> dict[str, frozenset[str]]:
    """Map each hash field to its possible values under all keys."""
    model = Application._meta.label_lower
    return {
        name: frozenset(hashes(getattr(application, source), f"{model}.{source}")) for name, source, _ in SAME_PERSON
    }


def _others_than(application: Application) -> QuerySet[Application]:
    return Application.objects.filter(authority=application.authority_id).exclude(pk=application.pk)


def _of_the_same(application: Application, hashed: dict[str, frozenset[str]]) -> Iterable[Application]:
    known = Q()
    for name, values in hashed.items():
        if values:
            known |= Q(**{f"{name}__in": values})
    return _newest(_others_than(application).filter(known)) if known else ()


def _of_others(application: Application) -> Iterable[Application]:
    """Search for the longest words of the content; similarity is judged here, not by the database."""
    words = sorted(_words(application.content), key=lambda word: -len(word))[:MOST_WORDS]
    if not words:
        return ()
    holds = Q()
    for word in words:
        holds |= Q(content__contains=word)
    back = timedelta(days=LOOKED_BACK)
    since = max(application.received_on, date.min + back) - back if application.received_on else date.min
    return _newest(_others_than(application).filter(holds, Q(received_on=None) | Q(received_on__gte=since)))


def _words(content: str) -> list[str]:
    """The words of the content that have at least two characters and are not part of every application."""
    wanted = pairs(content)
    found = (word for word in rjieba.cut(content) if len(word) > 1 and pairs(word) <= wanted and pairs(word))
    return list(dict.fromkeys(found))


def _newest(records: QuerySet[Application]) -> QuerySet[Application]:
    return records.only(*READ).order_by("-pk")[:MOST_LOOKED_AT]


def _judged(
    records: Iterable[Application], wanted: frozenset[str], hashed: dict[str, frozenset[str]]
) -> Iterator[Similar]:
    for one in records:
        its = pairs(one.content)
        yield Similar(
            one.pk, one.number, one.received_on, one.outcome, one.concluded_on, likeness(wanted, its),
            share(wanted, its), _same(one, hashed),
        )  # fmt: skip


def _same(one: Application, hashed: dict[str, frozenset[str]]) -> str:
    """Say why it is the same applicant's, by the most certain reason."""
    return next((words for name, _, words in SAME_PERSON if getattr(one, name) in hashed[name]), "")


def _replies(keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if keys:
        letters = Letter.objects.valid().filter(application__in=keys, kind__in=REPLIES).order_by("made_at", "pk")
        for pk, number in letters.values_list("application_id", "number"):
            found.setdefault(pk, []).append(number)
    return found


def _with(found: Iterable[Similar], replies: dict[int, list[str]]) -> Iterator[Similar]:
    for one in found:
        yield replace(one, replies=tuple(filter(None, replies.get(one.pk, ()))))
