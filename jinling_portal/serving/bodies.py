"""The bodies of requests while they arrive and are worked on: in memory, never on disk, and only so much in all."""

from io import BytesIO
from threading import RLock


class MemoryBudget:
    """So many bytes for all bodies of one kind. Where it is full, the one that has been arriving longest goes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.arriving: dict[Body, None] = {}  # in the sequence of their beginning
        self.lock = RLock()  # bodies arrive in one thread and are closed in others

    def take(self, body: "Body", size: int) -> bool:
        """Make room for so many bytes more; False where there is none to be had."""
        with self.lock:
            while self.used + size > self.limit:
                oldest = next((other for other in self.arriving if other is not body), None)
                if oldest is None:
                    return False
                oldest.drop()
            self.used += size
            return True


class Body:
    """What waitress keeps a body in. A dropped one is still received to its end, so that the answer can be read."""

    def __init__(self, room: MemoryBudget) -> None:
        self.room = room
        self.is_dropped = False
        self._size = 0
        self._file = BytesIO()
        room.arriving[self] = None

    def __len__(self) -> int:
        return self._size

    def append(self, data: bytes) -> None:
        """Keep what has arrived, if there is room."""
        with self.room.lock:
            if self.is_dropped:
                return
            if self.room.take(self, len(data)):
                self._file.write(data)
                self._size += len(data)
            else:
                self.drop()

    def move(self, room: MemoryBudget) -> None:
        """Count in another room from now on."""
        if not self.is_dropped:
            data = self._file.getvalue()
            self.close()
            self.room = room
            room.arriving[self] = None
            self.append(data)

    def finish(self) -> None:
        """It is all there: it goes no more for another's sake."""
        with self.room.lock:
            self.room.arriving.pop(self, None)

    def drop(self) -> None:
        """Keep nothing of it, now and later."""
        self.close()
        self.is_dropped = True

    def getfile(self) -> BytesIO:
        """For the program to read, from the beginning."""
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Give the room back."""
        with self.room.lock:
            self.finish()
            self.room.used -= self._size
            self._size = 0
            self._file = BytesIO()
