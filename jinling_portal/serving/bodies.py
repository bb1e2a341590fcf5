"""Request bodies while they arrive and are processed: in memory, never on disk, within a total limit."""

from io import BytesIO
from threading import RLock


class MemoryBudget:
    """Bytes for all bodies of one kind. When it is full, the body that has been arriving longest is dropped."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.arriving: dict[Body, None] = {}  # in the sequence of their beginning
        self.lock = RLock()  # bodies arrive in one thread and are closed in others

    def take(self, body: "Body", size: int) -> bool:
        """Reserve bytes for a body, dropping those that arrive longest if need be; False where there is no room."""
        with self.lock:
            while self.used + size > self.limit:
                oldest = next((other for other in self.arriving if other is not body), None)
                if oldest is None:
                    return False
                oldest.drop()
            self.used += size
            return True


class Body:
    """Waitress's buffer of a body. A dropped one is still received to its end, so that the answer can be read."""

    def __init__(self, room: MemoryBudget) -> None:
        self.room = room
        self.is_dropped = False
        self._size = 0
        self._file = BytesIO()
        room.arriving[self] = None

    def __len__(self) -> int:
        return self._size

    def append(self, data: bytes) -> None:
        with self.room.lock:
            if self.is_dropped:
                return
            if self.room.take(self, len(data)):
                self._file.write(data)
                self._size += len(data)
            else:
                self.drop()

    def move(self, room: MemoryBudget) -> None:
        if not self.is_dropped:
            data = self._file.getvalue()
            self.close()
            self.room = room
            room.arriving[self] = None
            self.append(data)

    def finish(self) -> None:
        """Complete: from now on it is no longer dropped to make room."""
        with self.room.lock:
            self.room.arriving.pop(self, None)

    def drop(self) -> None:
        self.close()
        self.is_dropped = True

    def getfile(self) -> BytesIO:
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        with self.room.lock:
            self.finish()
            self.room.used -= self._size
            self._size = 0
            self._file = BytesIO()
