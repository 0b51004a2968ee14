"""An approval: a person's decision, bound by hash to all that it rests on."""

import unicodedata

from chalicelib.domain.ruling import Lane
from chalicelib.domain.value import UtcTime, Value, digest


class Basis(Value):
    """Everything that an approval rests on. Any difference makes it stale."""

    brand: str
    account: str
    parent: str
    text: str
    lane: Lane
    post_version: str
    rules_version: str
    conversation_version: int


NAMES = {
    "brand": "the brand",
    "account": "the account that answers",
    "parent": "the post that is answered",
    "text": "the text",
    "lane": "the lane",
    "post_version": "the post was edited",
    "rules_version": "the network's rules",
    "conversation_version": "the conversation went on",
}


class Approval(Value):
    """Only review makes one. `seal` is the digest of the basis and the expiry."""

    id: str
    case_id: str
    basis: Basis
    by: str
    at: UtcTime
    expires_at: UtcTime
    seal: str

    def is_intact(self) -> bool:
        """Whether the seal still fits what is written here."""
        return self.seal == _seal(self.basis, self.expires_at)

    def changes_since(self, now_rests_on: Basis) -> tuple[str, ...]:
        """What differs today from what was approved, in words; empty when nothing does."""
        then, today = self.basis.model_dump(), now_rests_on.model_dump()
        return tuple(NAMES[field] for field in NAMES if then[field] != today[field])


def normal_text(text: str) -> str:
    """The exact text that is approved and posted: NFC, without surrounding white space."""
    return unicodedata.normalize("NFC", text).strip()


def grant(
    *, approval_id: str, case_id: str, basis: Basis, by: str, at: UtcTime, expires_at: UtcTime
) -> Approval:
    """Make an approval. Called by review alone; a check of the imports keeps it so."""
    if basis.text != normal_text(basis.text):
        raise ValueError("an approval binds normalised text")
    return Approval(
        id=approval_id,
        case_id=case_id,
        basis=basis,
        by=by,
        at=at,
        expires_at=expires_at,
        seal=_seal(basis, expires_at),
    )


def _seal(basis: Basis, expires_at: UtcTime) -> str:
    return digest(basis.model_dump(mode="json"), expires_at.isoformat())
