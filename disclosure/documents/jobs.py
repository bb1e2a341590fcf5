"""What becomes of one file in one go: the copy that goes out with all that is known of it, or the draft of an item."""

from collections.abc import Iterable, Iterator

from disclosure.errors import Refused

from .cleaning import clean
from .converting import convert
from .guessing import guess, without_head
from .kinds import source
from .passage import Passage, PassageKind
from .reading import pages_in, passages
from .results import ItemDraft, PublishedFile

MOST_NAMED = 5  # parts that a sentence names


def published(data: bytes, name: str) -> PublishedFile:
    """Clean the file and read the copy; raises Unreadable, or Refused for what must not be published.

    A copy with a part that could not be read is refused: what nobody has read does not go out.
    """
    cleaned = clean(data, name)
    kind = source(cleaned.data, name).kind
    read = passages(cleaned.data, name)
    _refuse_unread(read, name)
    text = "\n".join(_lines(read)).replace("\0", "")
    return PublishedFile(cleaned.data, kind, cleaned.removed, text, pages_in(cleaned.data, name))


def _refuse_unread(read: Iterable[Passage], name: str) -> None:
    unread = [f"{passage.place}（{passage.text}）" for passage in read if passage.kind is PassageKind.UNREAD]
    if unread:
        more = f"等 {len(unread)} 处" if len(unread) > MOST_NAMED else ""
        raise Refused(
            f"「{name}」里有不能读取的内容，没有人知道其中写了什么，因此不能公开："
            f"{'；'.join(unread[:MOST_NAMED])}{more}。请在原软件中去掉这些内容，或改用常用字体重新生成后再上传。"
        )


def _lines(read: Iterable[Passage]) -> Iterator[str]:
    for passage in read:
        if passage.kind is not PassageKind.TEXT:
            continue
        for line in passage.text.splitlines():
            if line.strip():
                yield f"{passage.place}\t{line.strip()}"


def draft(data: bytes, name: str) -> ItemDraft:
    """Convert the file and guess the fields; the body is without what these hold. Raises Unreadable."""
    converted = convert(data, name)
    guesses = guess(converted)
    return ItemDraft(without_head(converted, guesses), guesses)


def body_of(data: bytes, name: str) -> str:
    """Convert the file to HTML; raises Unreadable."""
    return convert(data, name).html
