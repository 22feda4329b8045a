"""What waits between reading and writing: on the disk, so that a large import does not fill the memory."""

from typing import IO


class Spool:
    """Bytes by key, in a file that the caller opened."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, key: str, data: bytes) -> None:
        self._places[key] = (self._file.seek(0, 2), len(data))
        self._file.write(data)

    def get(self, key: str) -> bytes:
        start, length = self._places[key]
        self._file.seek(start)
        return self._file.read(length)
