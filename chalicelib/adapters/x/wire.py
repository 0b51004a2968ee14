"""X's answers as they travel, under both of its namings: `tweet` until spec 2.166, `post` since.

Only what Earshot uses; everything else is ignored.
"""

from typing import Annotated

from pydantic import (
    AfterValidator,
    AliasChoices,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$")]
"""An id as X's spec defines it."""


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, AfterValidator(_whole)]
"""What people wrote. JSON can spell half a character, which nothing can store: it becomes U+FFFD."""


class Wire(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Mention(Wire):
    """Somebody named in a text."""

    username: Text


class Entities(Wire):
    """What X found in a text."""

    mentions: tuple[Mention, ...] = ()


class Note(Wire):
    """The whole of a long post, which `text` only begins."""

    text: Text
    entities: Entities | None = None


class Reference(Wire):
    """A post that this one replies to or quotes."""

    type: str
    id: Id


class WirePost(Wire):
    """A post."""

    id: Id
    text: Text
    created_at: AwareDatetime
    author_id: Id | None = None
    conversation_id: Id | None = None
    lang: Text | None = None
    entities: Entities | None = None
    note: Note | None = Field(None, validation_alias=AliasChoices("note_tweet", "note_post"))
    references: tuple[Reference, ...] = Field(
        (), validation_alias=AliasChoices("referenced_tweets", "referenced_posts")
    )
    edits: tuple[Id, ...] = Field(
        (), validation_alias=AliasChoices("edit_history_tweet_ids", "edit_history_post_ids")
    )

    def refers_to(self, kind: str) -> str | None:
        """The id of the post that it refers to in this way (`replied_to`, `quoted`)."""
        return next((one.id for one in self.references if one.type == kind), None)


class IncludedPost(Wire):
    """A post that another refers to: who wrote it is all that we need, and all that X may give."""

    id: Id
    author_id: Id | None = None


class WireUser(Wire):
    """An account, as it shows itself."""

    id: Id
    username: Text
    name: Text = ""
    profile_image_url: Text = ""


class CreatedPost(Wire):
    """X's receipt for a new post."""

    id: Id
    text: Text
