"""The console's versions of documents: each in an item of its own, and one item of a brand's newest."""

from typing import TYPE_CHECKING

from pydantic import Field

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import body, holding
from chalicelib.domain.document import Document
from chalicelib.domain.errors import ConflictError, NotFoundError
from chalicelib.domain.value import Value, digest
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Two people who save two documents at once meet in the item of the newest: the second tries again.
ATTEMPTS = 5
ABSENT = "attribute_not_exists(pk)"


class Heads(Value):
    """The newest version of each document, by path."""

    heads: dict[str, int] = Field(default_factory=dict)


class DynamoDocuments:
    """Implements `Documents`, safe for threads."""

    def __init__(self, table_name: str, client: "DynamoDBClient", clock: Clock = utc_now) -> None:
        self._table = Table(table_name, client, clock)

    def heads(self, brand: str) -> dict[str, int]:
        """See `Documents.heads`."""
        return dict(self._heads(brand)[0])

    def document(self, brand: str, path: str, version: int) -> Document:
        """See `Documents.document`."""
        if found := self._version(brand, path, version):
            return found
        raise NotFoundError(f"{path} of brand {brand} has no version {version}")

    def document_history(self, brand: str, path: str, *, limit: int = 20) -> tuple[Document, ...]:
        """See `Documents.document_history`."""
        rows = self._table.query(
            "pk = :pk AND begins_with(sk, :version)",
            {":pk": keys.document(brand, path, 1).pk, ":version": "VERSION#"},
            limit=limit,
            backwards=True,
        )
        return tuple(body(Document, row) for row, _ in zip(rows, range(limit), strict=False))

    def save_document(self, document: Document) -> None:
        """See `Documents.save_document`."""
        for attempt in range(1, ATTEMPTS + 1):
            heads, lock = self._heads(document.brand)
            if heads.get(document.path, 0) != document.version - 1:
                return self._is_there(document)
            try:
                return self._write(document, heads, lock)
            except ConflictError:
                if attempt == ATTEMPTS:
                    raise

    def _is_there(self, document: Document) -> None:
        """Nothing to do where an earlier try of this very call came through, its answer lost."""
        if self._version(document.brand, document.path, document.version) != document:
            raise ConflictError(f"somebody else changed {document.path} first")

    def _write(self, document: Document, heads: dict[str, int], lock: int) -> None:
        newest = Heads(heads={**heads, document.path: document.version})
        item = holding(keys.documents(document.brand), newest, version=lock + 1)
        kept = holding(keys.document(document.brand, document.path, document.version), document)
        head = (
            self._table.put_write(item, "version = :version", {":version": lock})
            if lock
            else self._table.put_write(item, ABSENT)
        )
        token = digest(self._table.name, newest.model_dump_json(), document.model_dump_json())
        self._table.transact(f"saving {document.path}", [head, self._table.put_write(kept, ABSENT)], token)

    def _version(self, brand: str, path: str, version: int) -> Document | None:
        item = self._table.get(keys.document(brand, path, version))
        return body(Document, item) if item else None

    def _heads(self, brand: str) -> tuple[dict[str, int], int]:
        item = self._table.get(keys.documents(brand))
        return (body(Heads, item).heads, int(item["version"])) if item else ({}, 0)
