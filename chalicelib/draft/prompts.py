"""What a brand's people wrote for drafting: voices, saved replies, knowledge, the model's task."""

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.domain.brand import Brand, Language, Slug
from chalicelib.domain.draft import Approach
from chalicelib.domain.value import Value
from chalicelib.domain.verdict import Intent, Risk

ANY_DESK = "any"
Manner = Literal["formal", "neutral", "playful"]


class Voice(Value):
    """How a desk speaks. What stands in quotation marks in `avoid` is never written, to the letter.

    `sign_off` may hold `{agent}`, the initials of the person who approves. `manner` chooses among saved
    replies that say the same in another tone. `never` and `empathy` (phrases that only pretend to feel) are
    words and phrases that no draft holds. `apology` and `incentive`: how we apologise and offer something.
    """

    schema_: Literal[1] = Field(alias="schema")
    version: int
    tone: str
    manner: Manner = "neutral"
    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    empathy: tuple[str, ...] = ()
    emoji: Literal["none", "few", "free"] = "few"
    apology: str = ""
    incentive: str = ""
    sign_off: str = ""
    locale_notes: dict[Language, str] = Field(default_factory=dict)
    instructions: str = ""


class NetworkVoice(Value):
    """How a network is spoken on: what is lighter or more formal there than elsewhere.

    `disclosure`, where the network asks for one, must stand in every reply, by language.
    """

    schema_: Literal[1] = Field(alias="schema")
    version: int
    network: Slug
    notes: str
    disclosure: dict[Language, str] = Field(default_factory=dict)


class SavedReply(Value):
    """A reply that fits as it is. Without topics it is the fallback of its intents.

    `desk` is a desk's id or `any`. A topic is a word or phrase of the reply's language; a `*` at its end
    stands for any ending. A verdict's risk flag (`crisis`) may be one too, and `follow-up`: the reply is for
    somebody who answered us. `approach` is what it sets out to do; `manners` are those of the voices that it
    suits (none named: all); `incentive` says that it offers something, `rests_on` names
    the knowledge that its facts come from.
    """

    id: Slug
    desk: Slug
    intents: tuple[Intent, ...] = Field(min_length=1)
    topics: tuple[str, ...] = ()
    approach: Approach | None = None
    manners: tuple[Manner, ...] = ()
    incentive: bool = False
    rests_on: tuple[Slug, ...] = ()
    text: str = Field(min_length=1)


class KnowledgeEntry(Value):
    """What a draft may state as fact, and the links that it may use.

    From `valid_from` to `valid_until`, both included, by the desk's own calendar; without them always.
    """

    id: Slug
    language: Language
    kind: Literal["faq", "policy", "hours", "contact", "offer", "product"] = "faq"
    title: str
    text: str
    conditions: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    links: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it may be used on that day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


class Example(Value):
    """A post, made up, and the reply that the brand would like to see."""

    id: Slug
    desk: Slug
    language: Language
    intent: Intent
    post: str = Field(min_length=1)
    reply: str = Field(min_length=1)


class Protocol(Value):
    """What the brand does about a risk, in place of a generated draft.

    `steps` are for its own people. `say` is the holding reply by language; without one for a language that of
    the brand's first is suggested, and where there is none at all nothing is said in public.
    """

    id: Slug
    risks: tuple[Risk, ...] = Field(min_length=1)
    who: str = Field(min_length=1)
    steps: tuple[str, ...] = Field(min_length=1)
    say: dict[Language, str] = Field(default_factory=dict)


class Prompts(Value):
    """Everything one brand's drafters need. `voices` by desk, `replies` by language, both complete:
    every desk has a voice, and the brand's first language has replies. `networks` by network.

    `tasks` are those for a model besides drafting, by name: `change`, `translate`.
    `versions` are those of the documents that all this was read from.
    """

    brand: Brand
    voices: dict[str, Voice]
    replies: dict[str, tuple[SavedReply, ...]]
    knowledge: tuple[KnowledgeEntry, ...]
    task: str
    networks: dict[str, NetworkVoice] = Field(default_factory=dict)
    protocols: tuple[Protocol, ...] = ()
    examples: tuple[Example, ...] = ()
    tasks: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)

    def language_for(self, post_language: str) -> str:
        """What to answer in: the post's language (BCP 47) if the brand has replies in it, else its first."""
        primary = post_language.split("-")[0].lower()
        return primary if self.replies.get(primary) else self.brand.languages[0]
