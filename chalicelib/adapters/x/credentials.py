"""The keys to X. They show themselves neither in a repr nor in a message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.domain.errors import NotAuthorisedError


@dataclass(frozen=True)
class AccountKeys:
    """OAuth 1.0a keys with which one account reads its own timeline and posts."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)


@dataclass(frozen=True)
class XCredentials:
    """Keys by account handle (without @), and the app's bearer token for reads that need no account."""

    accounts: Mapping[str, AccountKeys]
    bearer_token: str | None = field(default=None, repr=False)

    def keys_of(self, account: str) -> AccountKeys:
        """The account's keys, whatever the handle's case. Raises NotAuthorisedError where there are none."""
        wanted = account.lower()
        for handle, keys in self.accounts.items():
            if handle.lower() == wanted:
                return keys
        raise NotAuthorisedError(f"there are no keys for @{account}: add them to the deployment's secrets")


def sandbox_credentials(handles: Iterable[str]) -> XCredentials:
    """What the sandbox network takes for keys; they open nothing else."""
    names = tuple(handles)
    accounts = {name: AccountKeys("sandbox", "sandbox", f"sandbox-{name}", "sandbox") for name in names}
    return XCredentials(accounts, f"sandbox-{names[0]}" if names else None)
