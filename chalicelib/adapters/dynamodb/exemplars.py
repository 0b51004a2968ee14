"""The exemplars of a brand: one item that holds them all, written on condition of its version."""

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.items import body, holding
from chalicelib.adapters.store_rules import with_exemplar, without_exemplar
from chalicelib.domain.errors import ConflictError
from chalicelib.domain.value import Value
from chalicelib.ports import Exemplar


class Kept(Value):
    """All of them, oldest choice first."""

    exemplars: tuple[Exemplar, ...] = ()


def get(table: Table, brand: str) -> tuple[Exemplar, ...]:
    """All of the brand's."""
    return _read(table, brand)[0]


def keep(table: Table, brand: str, exemplar: Exemplar) -> None:
    """Keep a further one. Raises BadInputError when there are too many, ConflictError."""
    kept, version = _read(table, brand)
    _write(table, brand, with_exemplar(kept, exemplar), version)


def forget(table: Table, brand: str, post: str) -> None:
    """Keep that of a post no longer. Raises ConflictError."""
    kept, version = _read(table, brand)
    if len(rest := without_exemplar(kept, post)) < len(kept):
        _write(table, brand, rest, version)


def _read(table: Table, brand: str) -> tuple[tuple[Exemplar, ...], int]:
    item = table.get(keys.exemplars(brand))
    return (body(Kept, item).exemplars, int(item["version"])) if item else ((), 0)


def _write(table: Table, brand: str, exemplars: tuple[Exemplar, ...], version: int) -> None:
    key, kept = keys.exemplars(brand), Kept(exemplars=exemplars)
    try:
        table.update(
            key,
            "SET body = :body, version = :next, schema_version = :schema",
            "version = :version" if version else "attribute_not_exists(pk)",
            {
                ":body": kept.model_dump_json(),
                ":next": version + 1,
                ":schema": holding(key, kept)["schema_version"],
                **({":version": version} if version else {}),
            },
        )
    except ConditionFailedError as there:
        if there.found and there.found.get("body") == kept.model_dump_json():
            return  # an earlier try of this very call, its answer lost
        raise ConflictError(f"the examples of brand {brand} were changed meanwhile") from None
