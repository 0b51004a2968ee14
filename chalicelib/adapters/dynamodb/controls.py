"""The switch and the desks' modes on the table, each with its trace in one transaction."""

from typing import TYPE_CHECKING, TypeVar

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import body, holding
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.domain.control import ControlEvent, DeskControl, Switch
from chalicelib.domain.errors import ConflictError
from chalicelib.domain.value import digest
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

C = TypeVar("C", Switch, DeskControl)


class DynamoControls:
    """Implements `Controls`."""

    def __init__(self, table_name: str, client: "DynamoDBClient", clock: Clock = utc_now) -> None:
        self._table = Table(table_name, client, clock)

    def table_identity(self) -> str:
        """See `Controls.table_identity`. Asked anew each time: a restored table may bear the old name."""
        return self._table.identity()

    def switch(self) -> Switch:
        """See `Controls.switch`."""
        item = self._table.get(keys.switch())
        return body(Switch, item) if item else Switch()

    def throw(self, switch: Switch, event: ControlEvent) -> None:
        """See `Controls.throw`."""
        self._keep(keys.switch(), keys.switch_event(switch.version), switch, event)

    def desk(self, brand: str, desk: str) -> DeskControl:
        """See `Controls.desk`."""
        item = self._table.get(keys.desk(brand, desk))
        return body(DeskControl, item) if item else DeskControl(brand=brand, desk=desk)

    def set_desk(self, desk: DeskControl, event: ControlEvent) -> None:
        """See `Controls.set_desk`."""
        key = keys.desk(desk.brand, desk.desk)
        self._keep(key, keys.desk_event(desk.brand, desk.desk, desk.version), desk, event)

    def switch_events(self, limit: int = 20) -> tuple[ControlEvent, ...]:
        """See `Controls.switch_events`."""
        return self._events(keys.switch(), limit)

    def desk_events(self, brand: str, desk: str, limit: int = 20) -> tuple[ControlEvent, ...]:
        """See `Controls.desk_events`."""
        return self._events(keys.desk(brand, desk), limit)

    def _keep(self, key: Key, trace_key: Key, control: C, event: ControlEvent) -> None:
        item = holding(key, control, version=control.version)
        trace = holding(trace_key, event)
        rests_on = control.version - 1
        write = (
            self._table.put_write(item, "version = :version", {":version": rests_on})
            if rests_on
            else self._table.put_write(item, "attribute_not_exists(pk)")
        )
        token = digest(self._table.name, key, control.model_dump_json(), event.model_dump_json())
        try:
            self._table.transact(
                f"changing {key.pk}", [write, self._table.put_write(trace, "attribute_not_exists(pk)")], token
            )
        except ConflictError:
            if self._table.get(key) != item:  # else an earlier try of this very call, its answer lost
                raise

    def _events(self, key: Key, limit: int) -> tuple[ControlEvent, ...]:
        rows = self._table.query(
            "pk = :pk AND begins_with(sk, :event)",
            {":pk": key.pk, ":event": "EVENT#"},
            limit=limit,
            backwards=True,
        )
        return tuple(body(ControlEvent, row) for row, _ in zip(rows, range(limit), strict=False))
