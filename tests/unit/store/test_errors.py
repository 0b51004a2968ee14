"""Each of botocore's errors becomes one of ours, and the right one."""

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from chalicelib.adapters.dynamodb.errors import ConditionFailedError, translated
from chalicelib.domain.errors import ConflictError, EarshotError, StoreUnavailableError, TerminalError

URL = "http://127.0.0.1:1"


def refused(code: str, status: int = 400, **more: object) -> ClientError:
    answer = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(answer, "PutItem")  # type: ignore[arg-type]  # as a malformed answer would be


def cancelled(*codes: str) -> ClientError:
    return refused("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (refused("ProvisionedThroughputExceededException"), StoreUnavailableError),
        (refused("ThrottlingException"), StoreUnavailableError),
        (refused("RequestLimitExceeded"), StoreUnavailableError),
        (refused("InternalServerError", 500), StoreUnavailableError),
        (refused("TransactionInProgressException"), StoreUnavailableError),
        (refused("SomethingNew", 503), StoreUnavailableError),
        (refused("ConditionalCheckFailedException"), ConditionFailedError),
        (refused("TransactionConflictException"), ConflictError),
        (refused("ValidationException"), TerminalError),
        (refused("ResourceNotFoundException"), TerminalError),
        (refused("AccessDeniedException"), TerminalError),
        (refused("IdempotentParameterMismatchException"), TerminalError),
        (refused("SomethingNew"), TerminalError),
        (cancelled("None", "ConditionalCheckFailed"), ConditionFailedError),
        (cancelled("TransactionConflict", "None"), ConflictError),
        (cancelled("ConditionalCheckFailed", "TransactionConflict"), ConditionFailedError),
        (cancelled("ThrottlingError", "None"), StoreUnavailableError),
        (cancelled("ProvisionedThroughputExceeded"), StoreUnavailableError),
        (cancelled("ValidationError", "ConditionalCheckFailed"), TerminalError),
        (cancelled("ItemCollectionSizeLimitExceeded"), TerminalError),
        (refused("TransactionCanceledException"), ConflictError),
        (ConnectTimeoutError(endpoint_url=URL), StoreUnavailableError),
        (ReadTimeoutError(endpoint_url=URL), StoreUnavailableError),
        (EndpointConnectionError(endpoint_url=URL), StoreUnavailableError),
        (ConnectionClosedError(endpoint_url=URL), StoreUnavailableError),
        (NoCredentialsError(), TerminalError),
    ],
)
def test_an_error_becomes_ours(error: ClientError | BotoCoreError, ours: type[EarshotError]) -> None:
    with pytest.raises(EarshotError) as told, translated("writing B#x"):
        raise error
    assert type(told.value) is ours
    assert str(told.value).startswith("writing B#x: ")


def test_a_failed_condition_tells_what_was_there() -> None:
    there = {"pk": {"S": "B#x"}, "version": {"N": "3"}, "other": {"L": []}}
    with pytest.raises(ConditionFailedError) as told, translated("writing"):
        raise refused("ConditionalCheckFailedException", Item=there)
    assert told.value.found == {"pk": "B#x", "version": 3}
    with pytest.raises(ConditionFailedError) as nothing, translated("writing"):
        raise refused("ConditionalCheckFailedException")
    assert nothing.value.found is None


def test_our_own_errors_pass_unchanged() -> None:
    with pytest.raises(KeyError), translated("writing"):
        raise KeyError("ours to fix")
