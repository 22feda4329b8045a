"""What waits between reading and writing: on the disk, so that a large import does not fill the memory."""

import json
from typing import IO

from journal.text.document import Document


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

    def put_document(self, path: str, document: Document) -> None:
        self.put(f"document {path}", json.dumps(document.as_dict()).encode())

    def document(self, path: str) -> Document:
        return Document.from_dict(json.loads(self.get(f"document {path}")))
