"""The table's errors, made ours. No botocore error leaves this folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotoConnectionError

from chalicelib.adapters.dynamodb.migrations import read_item
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.domain.errors import ConflictError, EarshotError, StoreUnavailableError, TerminalError

_BUSY = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottledException",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
_FAILED_CONDITION = frozenset({"ConditionalCheckFailed", "ConditionalCheckFailedException"})


class ConditionFailedError(ConflictError):
    """A condition did not hold; `found` is the item as it was, None when there was none."""

    def __init__(self, message: str, found: Item | None) -> None:
        super().__init__(message)
        self.found = found


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn what botocore raises inside into ours; `doing` says in the message what was tried."""
    try:
        yield
    except ClientError as error:
        raise _of_answer(error, doing) from error
    except (BotoConnectionError, HTTPClientError) as error:
        raise StoreUnavailableError(f"{doing}: no answer ({error})") from error
    except BotoCoreError as error:
        raise TerminalError(f"{doing}: {error}") from error


def _of_answer(error: ClientError, doing: str) -> EarshotError:
    response: dict[str, Any] = dict(error.response)
    code = response.get("Error", {}).get("Code", "")
    if code == "TransactionCanceledException":
        return _of_reasons(response.get("CancellationReasons", []), doing)
    if code in _FAILED_CONDITION:
        return ConditionFailedError(f"{doing}: somebody else was first", _found(response))
    if code == "TransactionConflictException":
        return ConflictError(f"{doing}: somebody else is changing it")
    if code in _BUSY or response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return StoreUnavailableError(f"{doing}: {code}")
    return TerminalError(f"{doing}: the service refused the request: {error}")


def _of_reasons(reasons: list[dict[str, Any]], doing: str) -> EarshotError:
    codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
    if codes - _BUSY - _FAILED_CONDITION - {"TransactionConflict"}:
        return TerminalError(f"{doing}: the service refused the transaction: {reasons}")
    if failed := [reason for reason in reasons if reason.get("Code") in _FAILED_CONDITION]:
        return ConditionFailedError(f"{doing}: somebody else was first", _found(failed[0]))
    if codes and codes <= _BUSY:
        return StoreUnavailableError(f"{doing}: {', '.join(sorted(codes))}")
    return ConflictError(f"{doing}: somebody else is changing it")


def _found(answer: dict[str, Any]) -> Item | None:
    item = answer.get("Item")
    return read_item(item) if item else None
