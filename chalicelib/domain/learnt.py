"""What people made of drafts, kept so that the next ones are better."""

from enum import StrEnum

from chalicelib.domain.draft import Approach, Origin
from chalicelib.domain.value import UtcTime, Value
from chalicelib.domain.verdict import Intent


class Learnt(Value):
    """A reply that a person approved, and the post that it answers: an example for drafts to come.

    Both texts have placeholders for what tells who people are. `post` is the ref of the post, with which this
    is forgotten; `edited` says that the person changed the draft.
    """

    brand: str
    desk: str
    lang: str
    intent: Intent
    post: str
    said: str
    reply: str
    edited: bool
    at: UtcTime


class Fate(StrEnum):
    """What became of a draft."""

    UNTOUCHED = "untouched"
    EDITED = "edited"
    REJECTED = "rejected"


class Reviewed(Value):
    """A person's decision about one draft, in facts without text.

    `distance` is the share of the draft that was changed, 0 to 1; `voice` is the version of the prompts that
    it was made from; `why` is the reason for a rejection. `draft` None: the person wrote the reply alone.
    """

    case_id: str
    desk: str
    lang: str
    intent: Intent
    draft: str | None
    origin: Origin | None
    approach: Approach | None
    voice: str
    fate: Fate
    distance: float
    why: str = ""
    who: str
    at: UtcTime


class GapKind(StrEnum):
    """Why it is a gap."""

    NO_KNOWLEDGE = "no_knowledge"
    REJECTED = "rejected"
    UNSOURCED = "unsourced"


class Gap(Value):
    """Something that voice or knowledge lacked: for their owner. `asked` is masked text of the post."""

    case_id: str
    post: str
    desk: str
    lang: str
    kind: GapKind
    asked: str
    why: str = ""
    at: UtcTime
