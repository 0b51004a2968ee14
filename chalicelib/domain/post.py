"""A post: what somebody said publicly, as found."""

from chalicelib.domain.value import UtcTime, Value, digest


class Author(Value):
    """Who wrote it, only as they show themselves."""

    id: str
    handle: str
    name: str
    avatar_url: str = ""


class Post(Value):
    """One public post. `text` is unescaped and unmodified; times are UTC; handles carry no @.

    `found_by` is the search that heard it first. `copy_of` is another author's post (its ref) that was
    found with it and says the same.
    """

    network: str
    id: str
    author: Author
    text: str
    created_at: UtcTime
    lang: str | None = None
    conversation_id: str
    in_reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    quotes_handle: str | None = None
    edit_id: str
    found_by: str | None = None
    copy_of: str | None = None

    @property
    def ref(self) -> str:
        """The post's name inside Earshot, `network:id`."""
        return f"{self.network}:{self.id}"

    @property
    def version(self) -> str:
        """Changes when the post is edited: its last edit id and its text."""
        return f"{self.edit_id}.{digest(self.text)[:16]}"

    def addresses(self, handle: str) -> bool:
        """Whether the author mentioned this account or quoted one of its posts."""
        wanted = handle.lower()
        return wanted in self.mentions or (self.quotes_handle or "").lower() == wanted


def ref_id(ref: str) -> str:
    """`x:123` → `123`."""
    return ref.split(":", 1)[1]
