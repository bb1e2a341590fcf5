"""What libraries raise at a damaged or hostile file, turned into one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError

from disclosure.documents.limits.budget import FAULTS
from disclosure.exchange.errors import FileRefused

_PANIC = "PanicException"  # how a failed assertion in Rust arrives; no Exception, and not to be imported


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Turn whatever a library raises at a file into FileRefused."""
    try:
        yield
    except (MemoryError, RecursionError):
        raise FileRefused(f"「{name}」的内容过于庞大或复杂，无法读取。请分成几个文件导入。") from None
    except (ExpatError, CalamineError, *FAULTS):
        raise damaged(name) from None
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise damaged(name) from None
        raise


def damaged(name: str) -> FileRefused:
    """Return the refusal of a damaged file."""
    return FileRefused(f"「{name}」已损坏，无法读取。请用表格软件重新打开并另存为 .xlsx 后再导入。")
