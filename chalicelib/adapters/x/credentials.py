"""The keys to X. They show themselves neither in a repr nor in a message."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.domain.errors import NotAuthorisedError


@dataclass(frozen=True)
class AccountKeys:
    """OAuth 1.0a keys with which one account reads its own timeline and posts."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Tells these keys from all others, and nothing about them to whoever does not have them."""
        secret = f"{self.consumer_secret}&{self.access_token_secret}"
        return hmac.digest(
            secret.encode(), f"{self.consumer_key}&{self.access_token}".encode(), "sha256"
        ).hex()


@dataclass(frozen=True)
class AppToken:
    """The app's bearer token, which reads and belongs to no account."""

    bearer: str = field(repr=False)


Access = AccountKeys | AppToken


@dataclass(frozen=True)
class XCredentials:
    """Keys by account handle (without @), and the app's bearer token for reads that need no account."""

    accounts: Mapping[str, AccountKeys]
    bearer_token: str | None = field(default=None, repr=False)

    def __call__(self, *, anew: bool = False) -> "XCredentials":
        """Keys that never change are a source of themselves."""
        return self

    def reader(self) -> Access:
        """What a read that any account may make is made with: the app's token, or else an account's keys."""
        if self.bearer_token:
            return AppToken(self.bearer_token)
        for keys in self.accounts.values():
            return keys
        raise NotAuthorisedError("there are no keys for X: add a bearer token or an account's keys")

    def keys_of(self, account: str) -> AccountKeys:
        """The account's keys, whatever the handle's case. Raises NotAuthorisedError where there are none."""
        wanted = account.lower()
        for handle, keys in self.accounts.items():
            if handle.lower() == wanted:
                return keys
        raise NotAuthorisedError(f"there are no keys for @{account}: add them to the deployment's secrets")


class CredentialsSource(Protocol):
    """Tells the keys as they are known now; with `anew`, as they are kept now."""

    def __call__(self, *, anew: bool = False) -> XCredentials:
        """The keys. Raises RetryableError when they cannot be read now, TerminalError when they never can."""
        ...


def sandbox_credentials(handles: Iterable[str]) -> XCredentials:
    """What the sandbox network takes for keys; they open nothing else."""
    names = tuple(handles)
    accounts = {name: AccountKeys("sandbox", "sandbox", f"sandbox-{name}", "sandbox") for name in names}
    return XCredentials(accounts, f"sandbox-{names[0]}" if names else None)
