"""The guard's work grows no faster than the text, and no text of any kind stops it."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.law.privacy import find, find_in_row, is_heading, mask
from disclosure.law.privacy.checksums import is_disability_card, is_identity, is_old_identity
from disclosure.law.privacy.folding import fold

from .hostile_texts import PAIRS, WORDS, distinct_names, repeated

SHORT = 2_000


def calls(act, *given):
    """How many functions, ours and Python's own, are called and how many lines of ours are run."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += 1
        return trace

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    sys.settrace(trace)
    try:
        act(*given)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count


def assert_linear(act, short, long):
    """Four times the text, less than five times the steps; what is asked once of any text is taken off."""
    once = calls(act, short[:0])

    assert calls(act, long) - once <= 5 * (calls(act, short) - once) + 500


@pytest.mark.parametrize("piece", WORDS)
def test_four_times_the_text_takes_four_times_the_steps(piece):
    find(repeated(piece, SHORT))  # tables that are filled once

    assert_linear(find, repeated(piece, SHORT), repeated(piece, 4 * SHORT))


def test_a_thousand_names_are_not_looked_for_one_by_one():
    assert_linear(find, distinct_names(SHORT), distinct_names(4 * SHORT))


def test_a_row_is_read_by_steps_of_its_cells():
    def read(cells):
        return find_in_row(["姓名"] * len(cells), cells)

    row = ["王小明", "13800000001", "低保"] * 100

    assert_linear(read, row, row * 4)
    assert_linear(is_heading, ["姓名"] * 300, ["姓名"] * 1200)


def test_wide_row_keeps_its_cells_apart():
    cells = ["户主王小明，13800000001"] * 10_000

    found = find_in_row([], cells)

    assert [number for number, _ in found] == [number for number in range(10_000) for _ in range(2)]
    assert all(cells[number][one.start : one.end] == one.text for number, one in found)


# --- With a limit of the system ---------------------------------------------------

# What no step of Python shows, the inside of an expression: a child process with so many seconds of its own reads it.
SIZE, SECONDS = 250_000, 10
CHILD = """
import resource, sys
from disclosure.law.privacy import find
text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
for piece in text.split("\\0"):
    found = find(piece)
print(found[-1].text)
"""


def read_in_child(texts, seconds):
    """The text of the last finding; fails where the child used up its time."""
    data = "\0".join(texts).encode("utf-8", "surrogatepass")
    done = subprocess.run([sys.executable, "-c", CHILD, str(seconds)], input=data, capture_output=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr.decode()[-300:])
    return done.stdout.decode().strip()


MARK = "\n电话13900000009"


@pytest.mark.parametrize(
    "piece",
    ["1-", "1\n", "1 3 ", "8 9 ", "一 ", f"{'卡号' * 14}#13800000001，", f"{'村' * 44}1号。", "金岭一村45号，13800000001。", "低保名单：", "低保名单\n"],
)  # fmt: skip
def test_worst_texts_are_read_within_a_limit_of_the_system(piece):
    assert read_in_child([repeated(piece, SIZE) + MARK], SECONDS) == "13900000009"


def test_distinct_names_are_read_within_a_limit_of_the_system():
    assert read_in_child([distinct_names(SIZE) + "王" * SIZE + MARK], SECONDS) == "13900000009"


def test_pairs_of_all_sorts_of_characters_are_read_within_a_limit_of_the_system():
    """484 texts of 4,000 characters: what takes more than its square shows at that length already."""
    texts = [repeated(pair, 4_000) for pair in PAIRS]

    assert read_in_child([*texts, MARK], 60) == "13900000009"


# --- Any text ------------------------------------------------------------------------

PIECES = st.one_of(
    st.sampled_from([*WORDS, "²" * 18, "①" * 18, "\ud800", "&#x110000;", "&#0;", "9" * 5_000, "370305" + "²" * 12]),
    st.text(max_size=20),
    st.text("0123456789Xx０１²①一 -.\n(", max_size=40),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_read_and_each_finding_stands_where_it_says(text):
    found = find(text)

    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.masked not in ("", one.text)
    assert isinstance(mask(text, found), str)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_places(text):
    folded = fold(text)

    for at in range(len(folded.text)):
        start, end = folded.place(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("digit", ["²", "①", "０", "٣", "𝟙"])
@pytest.mark.parametrize("judge", [is_identity, is_old_identity, is_disability_card])
@pytest.mark.parametrize("length", [15, 18, 20, 5_000])
def test_what_only_looks_like_a_figure_is_no_number(judge, digit, length):
    number = ("37030519000101" + digit * length)[:length]

    assert not judge(number)
