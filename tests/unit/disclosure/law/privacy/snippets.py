"""Judged sentences: `tests/data/privacy/*.tsv`, a topic, a tab, and the sentence with what must be found in [[kind:…]].

`tuning` is what the guard was tuned by. `held_out` was written before there was a guard and looked at when it was done:
its first, untouched run had a recall of 0.977 at a precision of 0.984; what it missed was mended since. `further` was
written after that, to be hard (first run: 0.93, 0.95), and `last` after all of them, to be judged by once more (first
run: 0.94, 1.00; of the hard kinds 38 in 39). `newer` has four more lots, written one after the other to be full of rare
surnames and names in prose (first runs, all kinds: 0.84, 0.81, 0.85, 0.70 at a precision of 0.95 to 1.00; hard kinds
126 in 130). Four of their sentences that the guard still misses (names that are words, a home told by its village only) are
not among them. `registers` and `registers_later` are on what registers tell of people (chat accounts, cards, hardship,
veterans, families, compensation, petitioners, slips of the pen): the first was written before there was a rule for any of
it (first run: 0.13, 0.92), the second when the rules were done (first run: 0.78, 1.00). One sentence of `further` was
marked anew when a labelled identity number with a wrong check character became a finding. All persons, numbers and places of living are made up.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "data" / "privacy"
HALVES = ("tuning", "held_out", "further", "last", "newer", "registers", "registers_later")
# In the lots on registers `name` is whatever kind of person the guard takes somebody for; elsewhere it is a name.
REGISTERS = ("registers", "registers_later")
PERSONS = frozenset(("name", "hardship list", "veteran list", "family member", "compensated household", "petitioner"))
_MARKED = re.compile(r"\[\[([a-z ]+):(.*?)\]\]", re.DOTALL)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def snippets(name):
    """(topic, text, [(kind, start, end)]) of each sentence."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [_snippet(*line.split("\t")) for line in lines]


def _snippet(topic, marked):
    marked = marked.replace("\\n", "\n").replace("\\t", "\t")
    marked = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), marked)
    text, expected, done = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[done : match.start()]
        expected.append((match[1], len(text), len(text) + len(match[2])))
        text, done = text + match[2], match.end()
    return topic, text + marked[done:], expected


def judged(text, expected, found, *, names=frozenset(("name",))):
    """(hits, missed, false alarms): a finding counts for an expectation of its kind that it overlaps.

    `names` are the kinds that count for a `name`.
    """
    left, missed = list(found), []
    for kind, start, end in expected:
        kinds = names if kind == "name" else (kind,)
        hit = next((one for one in left if one.kind in kinds and one.start < end and start < one.end), None)
        if hit:
            left.remove(hit)
        else:
            missed.append((kind, text[start:end], text))
    return len(expected) - len(missed), missed, [(str(one.kind.value), one.text, text) for one in left]
