"""`earshot connect x`: whose keys, with which rights, and only then kept."""

from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.x.credentials import AccountKeys
from chalicelib.adapters.x.holder import READ_ONLY, Holder, holder_of, try_bearer
from chalicelib.domain.credentials import AccountSecret, Key, XSecret
from chalicelib.domain.errors import BadInputError
from chalicelib.ports import Secrets
from chalicelib.settings import Settings
from cli.asking import at_the_terminal, from_stdin
from cli.connected import KEPT

QUESTIONS = {
    "consumer_key": "The app's API key",
    "consumer_secret": "The app's API key secret",
    "access_token": "The account's access token",
    "access_token_secret": "The account's access token secret",
    "bearer": "The app's bearer token, for searches (Enter: none, or the one that is kept)",
}
RIGHTS = {
    READ_ONLY: "may only read",
    "read-write": "may read and write",
    "read-write-directmessages": "may read, write and send direct messages",
    None: "have rights that X does not tell",
}


class GivenKeys(AccountSecret):
    """An account's keys, and the app's bearer token where somebody has one."""

    bearer: Key | None = None

    @property
    def account(self) -> AccountSecret:
        """The account's part."""
        return AccountSecret(
            consumer_key=self.consumer_key,
            consumer_secret=self.consumer_secret,
            access_token=self.access_token,
            access_token_secret=self.access_token_secret,
        )


@dataclass(frozen=True)
class Told:
    """What X said, and where the keys are now (None: nowhere)."""

    holder: Holder
    bearer: bool
    kept_in: str | None

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "account": self.holder.handle,
            "id": self.holder.id,
            "rights": self.holder.rights,
            "bearer": self.bearer,
            "kept_in": self.kept_in,
        }

    def in_words(self) -> str:
        """For people."""
        rights = RIGHTS.get(self.holder.rights, f"have the rights {self.holder.rights!r}")
        bearer = " The bearer token reads." if self.bearer else ""
        kept = (
            f"Kept in {self.kept_in}. {KEPT}" if self.kept_in else "Nothing was kept: a sandbox has its own."
        )
        return f"@{self.holder.handle} (id {self.holder.id}): its keys {rights}.{bearer}\n{kept}"


def connect_x(settings: Settings, secrets: Secrets | None, account: str | None, piped: bool) -> Told:
    """Ask for an account's keys, try them, keep them. Raises EarshotError, having kept nothing."""
    given = from_stdin(GivenKeys, {}) if piped else at_the_terminal(GivenKeys, QUESTIONS, {}, "bearer")
    holder = holder_of(_as_x_takes_them(given), settings.x_api)
    _refuse_misfits(holder, account)
    if given.bearer:
        try_bearer(given.bearer.get_secret_value(), holder.handle, settings.x_api)
    return Told(holder, given.bearer is not None, _keep(secrets, holder.handle, given) if secrets else None)


def _refuse_misfits(holder: Holder, account: str | None) -> None:
    if account and account.removeprefix("@").lower() != holder.handle.lower():
        raise BadInputError(
            f"--account: these keys belong to @{holder.handle}, not to @{account.removeprefix('@')}; "
            "nothing was kept"
        )
    if holder.rights == READ_ONLY:
        raise BadInputError(
            f"the keys of @{holder.handle} may only read: give the app 'Read and write' in X's developer "
            "console, make the access token anew, and connect that; nothing was kept"
        )


def _keep(secrets: Secrets, handle: str, given: GivenKeys) -> str:
    """Add the account to what is connected already. Returns the secret's name."""
    before = Keyring(secrets).x()
    others = {name: keys for name, keys in before.accounts.items() if name.lower() != handle.lower()}
    after = XSecret(bearer=given.bearer or before.bearer, accounts={**others, handle: given.account})
    secrets.put(XSecret.NAME, after.written())
    return secrets.place(XSecret.NAME)


def _as_x_takes_them(given: GivenKeys) -> AccountKeys:
    return AccountKeys(
        consumer_key=given.consumer_key.get_secret_value(),
        consumer_secret=given.consumer_secret.get_secret_value(),
        access_token=given.access_token.get_secret_value(),
        access_token_secret=given.access_token_secret.get_secret_value(),
    )
