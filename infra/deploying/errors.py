"""What can go wrong while deploying, told to the person at the keyboard in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden")


class DeployError(Exception):
    """It could not be done; the message says what, why, and what to do."""


class AskedWronglyError(DeployError):
    """What was asked for cannot be meant; nothing was changed."""


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn what AWS refuses into one line that says what was being done. Raises DeployError."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        line = f"{doing}: {' '.join(str(said.get('Message', error)).split())}"
        if said.get("Code") in DENIED:
            line += " (docs/deployer-policy.json has every permission that a deployer needs)"
        raise DeployError(line) from error
    except BotoCoreError as error:
        raise DeployError(f"{doing}: {' '.join(str(error).split())}") from error
