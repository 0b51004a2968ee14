"""What something takes of the machines, by counting: requests, units, milliseconds, tokens, bytes."""

from decimal import Decimal

from pydantic import Field

from chalicelib.domain.value import Value

NONE = Decimal(0)


class Effort(Value):
    """`milliseconds` are a function's own, without waiting for X or a model: those requests are counted.

    Read and write units are the table's, its indexes included; `stored_bytes` is what remains in them.
    `post_reads` and `owned_reads` are what X would bill.
    """

    table_requests: Decimal = Field(default=NONE, ge=0)
    write_units: Decimal = Field(default=NONE, ge=0)
    read_units: Decimal = Field(default=NONE, ge=0)
    queue_requests: Decimal = Field(default=NONE, ge=0)
    milliseconds: Decimal = Field(default=NONE, ge=0)
    x_requests: Decimal = Field(default=NONE, ge=0)
    post_reads: Decimal = Field(default=NONE, ge=0)
    owned_reads: Decimal = Field(default=NONE, ge=0)
    prompt_tokens: Decimal = Field(default=NONE, ge=0)
    completion_tokens: Decimal = Field(default=NONE, ge=0)
    stored_bytes: Decimal = NONE
    sent_bytes: Decimal = Field(default=NONE, ge=0)

    def __add__(self, other: "Effort") -> "Effort":
        names = type(self).model_fields
        return Effort(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def times(self, count: Decimal | int) -> "Effort":
        """The effort of doing it so often."""
        return Effort(**{name: getattr(self, name) * count for name in type(self).model_fields})


NO_EFFORT = Effort()
