"""What a brand's people wrote for drafting: voices, saved replies, knowledge, the model's task."""

from typing import Literal

from pydantic import Field

from chalicelib.domain.brand import Brand, Language, Slug
from chalicelib.domain.value import Value
from chalicelib.domain.verdict import Intent

ANY_DESK = "any"


class Voice(Value):
    """How a desk speaks. What stands in quotation marks in `avoid` is never written, to the letter.

    `sign_off` may hold `{agent}`, the initials of the person who approves.
    """

    schema_: Literal[1] = Field(alias="schema")
    version: int
    tone: str
    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    emoji: Literal["none", "few", "free"] = "few"
    sign_off: str = ""
    locale_notes: dict[Language, str] = Field(default_factory=dict)
    instructions: str = ""


class SavedReply(Value):
    """A reply that fits as it is. Without topics it is the fallback of its intents.

    `desk` is a desk's id or `any`. A topic is a word or phrase of the reply's language; a `*` at its end
    stands for any ending. A verdict's risk flag (`crisis`) may be one too, and `follow-up`: the reply is for
    somebody who answered us.
    """

    id: Slug
    desk: Slug
    intents: tuple[Intent, ...] = Field(min_length=1)
    topics: tuple[str, ...] = ()
    text: str = Field(min_length=1)


class KnowledgeEntry(Value):
    """What a draft may state as fact, and the links that it may use."""

    id: Slug
    language: Language
    title: str
    text: str
    links: tuple[str, ...] = ()


class Prompts(Value):
    """Everything one brand's drafters need. `voices` by desk, `replies` by language, both complete:
    every desk has a voice, and the brand's first language has replies."""

    brand: Brand
    voices: dict[str, Voice]
    replies: dict[str, tuple[SavedReply, ...]]
    knowledge: tuple[KnowledgeEntry, ...]
    task: str

    def language_for(self, post_language: str) -> str:
        """What to answer in: the post's language (BCP 47) if the brand has replies in it, else its first."""
        primary = post_language.split("-")[0].lower()
        return primary if self.replies.get(primary) else self.brand.languages[0]
