"""The one door for files from outside: what reads them runs in processes of its own, with limits of time and memory.

`call("disclosure.documents.reading:passages", data, name, about=name)` gives what the function gives. A file that costs
too much, ends its process or hangs costs that one job: the caller gets a sentence, the process is replaced, and every
page goes on. Nothing that reads files is imported here, so no library that does is ever loaded beside the database.
"""

from .client import POOL, call, stream
from .limits import Busy, Limits

__all__ = ["POOL", "Busy", "Limits", "call", "stream"]
