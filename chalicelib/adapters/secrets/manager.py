"""Secrets in AWS Secrets Manager, one JSON text each."""

import logging
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import SecretStr

from chalicelib.adapters.dynamodb.client import secrets_client
from chalicelib.domain.errors import EarshotError, NotFoundError, StoreUnavailableError, TerminalError
from chalicelib.ports import KeptSecret

_BUSY = frozenset({"InternalServiceError", "ThrottlingException", "Throttling", "RequestLimitExceeded"})
# Debug logs of these hold requests and answers as they travel.
_TELLTALES = ("botocore.endpoint", "botocore.parsers")


class SecretsManager:
    """Implements `Secrets`. `prefix` comes before each name: `earshot/prod`. AWS is asked only by a `get`."""

    def __init__(self, prefix: str, region: str, endpoint: str | None = None) -> None:
        self._prefix = prefix
        self._region = region
        self._endpoint = endpoint

    def place(self, name: str) -> str:
        """See `Secrets.place`."""
        return f"{self._prefix}/{name}"

    def get(self, name: str) -> KeptSecret | None:
        """See `Secrets.get`."""
        place = self.place(name)
        try:
            answer = self._client.get_secret_value(SecretId=place)
        except self._client.exceptions.ResourceNotFoundException:
            return None
        except (BotoCoreError, ClientError) as error:
            raise _ours(error, f"reading the secret {place}") from None
        # A secret of bytes is none of ours: what reads it says that it holds no JSON.
        return KeptSecret(SecretStr(answer.get("SecretString", "")), answer["CreatedDate"])

    def put(self, name: str, text: SecretStr) -> None:
        """See `Secrets.put`."""
        place = self.place(name)
        try:
            self._client.put_secret_value(SecretId=place, SecretString=text.get_secret_value())
        except self._client.exceptions.ResourceNotFoundException:
            raise NotFoundError(
                f"there is no secret {place} in {self._region}: deploy the stage first, which makes it"
            ) from None
        except (BotoCoreError, ClientError) as error:
            raise _ours(error, f"keeping the secret {place}") from None

    @cached_property
    def _client(self) -> Any:
        for name in _TELLTALES:
            logging.getLogger(name).setLevel(logging.INFO)
        return secrets_client(self._region, self._endpoint)


def _ours(error: BotoCoreError | ClientError, doing: str) -> EarshotError:
    """Our error; of AWS's own words only the code, since others may quote what was sent."""
    if isinstance(error, BotoCoreError):
        return StoreUnavailableError(f"{doing}: no answer ({type(error).__name__})")
    code = error.response.get("Error", {}).get("Code", "unknown")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _BUSY or status >= 500:
        return StoreUnavailableError(f"{doing}: {code}")
    return TerminalError(f"{doing}: AWS refused it ({code})")
