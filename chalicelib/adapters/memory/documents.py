"""The twin of the console's versions of documents."""

from collections import defaultdict
from threading import RLock

from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.domain.document import Document
from chalicelib.domain.errors import ConflictError, NotFoundError


class MemoryDocuments:
    """Implements `Documents`, safe for threads."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        # By brand and path, oldest version first.
        self._kept: dict[str, dict[str, list[Document]]] = defaultdict(dict)

    @one_at_a_time
    def heads(self, brand: str) -> dict[str, int]:
        """See `Documents.heads`."""
        return {path: len(versions) for path, versions in self._kept[brand].items()}

    @one_at_a_time
    def document(self, brand: str, path: str, version: int) -> Document:
        """See `Documents.document`."""
        versions = self._kept[brand].get(path, [])
        if not 0 < version <= len(versions):
            raise NotFoundError(f"{path} of brand {brand} has no version {version}")
        return versions[version - 1]

    @one_at_a_time
    def document_history(self, brand: str, path: str, *, limit: int = 20) -> tuple[Document, ...]:
        """See `Documents.document_history`."""
        return tuple(reversed(self._kept[brand].get(path, [])))[:limit]

    @one_at_a_time
    def save_document(self, document: Document) -> None:
        """See `Documents.save_document`."""
        versions = self._kept[document.brand].get(document.path, [])
        if document in versions:
            return  # the same call again, its answer lost
        if document.version != len(versions) + 1:
            raise ConflictError(f"somebody else changed {document.path} first")
        self._kept[document.brand][document.path] = [*versions, document]
