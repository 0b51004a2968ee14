"""Whose keys they are: asked of X once for each set of keys, and remembered beyond this process.

X answers that question 75 times in 15 minutes to an account, and functions start cold more often than that.
"""

from typing import NamedTuple

from chalicelib.adapters.x import answers
from chalicelib.adapters.x.clients import Clients
from chalicelib.adapters.x.credentials import AccountKeys
from chalicelib.adapters.x.transport import ErrorAnswer
from chalicelib.adapters.x.wire import WireUser
from chalicelib.domain.errors import NotAuthorisedError, StoreUnavailableError
from chalicelib.ports import ProvenAccounts
from chalicelib.telemetry import logger


class Proven(NamedTuple):
    """An account's own keys, and its id at X."""

    keys: AccountKeys
    id: str


class Proof:
    """Proves keys. `known` remembers for other processes; without it each proves for itself."""

    def __init__(self, clients: Clients, known: ProvenAccounts | None) -> None:
        self._clients = clients
        self._known = known
        self._here: dict[str, Proven] = {}

    def of(self, account: str) -> Proven:
        """The account's keys, proven. Raises NotAuthorisedError when they belong to another account."""
        keys = self._clients.keys_of(account)
        try:
            return self._proven(account, keys)
        except ErrorAnswer as refused:
            newer = self._clients.newer_keys(account, keys, refused)
        return self._proven(account, newer)

    def is_known(self, account: str) -> bool:
        """Whether the account's keys, as they are known now, were proven before. Asks X nothing."""
        keys, here = self._clients.keys_of(account), self._here.get(account.lower())
        return (here is not None and here.keys == keys) or self._remembered(account, keys) is not None

    def _proven(self, account: str, keys: AccountKeys) -> Proven:
        here = self._here.get(account.lower())
        if here is None or here.keys != keys:
            here = Proven(keys, self._remembered(account, keys) or self._asked(account, keys))
            self._here[account.lower()] = here
        return here

    def _asked(self, account: str, keys: AccountKeys) -> str:
        body = answers.opened(self._clients.exactly(keys, "get_me")())
        user = answers.one_in(body, WireUser)
        if user.username.lower() != account.lower():
            raise NotAuthorisedError(f"the keys of @{account} belong to another account, @{user.username}")
        self._remember(account, keys, user.id)
        return user.id

    # What is remembered saves a question; that it cannot be read or kept is no reason not to ask.

    def _remembered(self, account: str, keys: AccountKeys) -> str | None:
        try:
            return self._known.account_id(account, keys.fingerprint) if self._known else None
        except StoreUnavailableError as error:
            logger.warning("an account's proof cannot be read", extra={"why": str(error)})
            return None

    def _remember(self, account: str, keys: AccountKeys, account_id: str) -> None:
        try:
            if self._known:
                self._known.keep_account_id(account, keys.fingerprint, account_id)
        except StoreUnavailableError as error:
            logger.warning("an account's proof cannot be kept", extra={"why": str(error)})
