"""What is known of the endpoints of models, on the table: one small item an endpoint that ever failed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.table import EXPIRES
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import stamp
from chalicelib.domain.circuit import Circuit
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Long after the last failure, so that an endpoint that is asked no more is forgotten.
KEPT = timedelta(days=1)
# The table has no empty moment; a circuit that is not open says so with this.
CLOSED = "-"


class DynamoCircuits:
    """Implements `Circuits`."""

    def __init__(self, table_name: str, client: "DynamoDBClient", clock: Clock = utc_now) -> None:
        self._table = Table(table_name, client, clock)

    def circuit(self, endpoint: str) -> Circuit:
        """See `Circuits.circuit`."""
        item = self._table.get(keys.circuit(endpoint))
        return _circuit(item) if item else Circuit()

    def count_failure(self, endpoint: str) -> Circuit:
        """See `Circuits.count_failure`."""
        change = (
            "SET schema_version = :schema, expires = :expires, "
            "open_until = if_not_exists(open_until, :closed) ADD failures :one"
        )
        values: Item = {":schema": SCHEMA, ":expires": self._expires(), ":closed": CLOSED, ":one": 1}
        always = "attribute_exists(pk) OR attribute_not_exists(pk)"
        return _circuit(self._table.update(keys.circuit(endpoint), change, always, values))

    def open_circuit(self, endpoint: str, until: datetime, why: str) -> None:
        """See `Circuits.open_circuit`."""
        self._put(endpoint, stamp(until), why)

    def probe(self, endpoint: str, seen: datetime, until: datetime) -> bool:
        """See `Circuits.probe`."""
        values: Item = {":until": stamp(until), ":seen": stamp(seen)}
        try:
            self._table.update(
                keys.circuit(endpoint), "SET open_until = :until", "open_until = :seen", values
            )
        except ConditionFailedError:
            return False
        return True

    def close_circuit(self, endpoint: str) -> None:
        """See `Circuits.close_circuit`."""
        self._put(endpoint, CLOSED, "")

    def _put(self, endpoint: str, open_until: str, why: str) -> None:
        key = keys.circuit(endpoint)
        self._table.put(
            {
                "pk": key.pk,
                "sk": key.sk,
                "schema_version": SCHEMA,
                EXPIRES: self._expires(),
                "failures": 0,
                "open_until": open_until,
                "why": why,
            }
        )

    def _expires(self) -> int:
        return int((self._table.clock() + KEPT).timestamp())


def _circuit(item: Item) -> Circuit:
    until = str(item["open_until"])
    return Circuit(
        failures=int(item["failures"]),
        open_until=None if until == CLOSED else datetime.fromisoformat(until),
        why=str(item.get("why", "")),
    )
