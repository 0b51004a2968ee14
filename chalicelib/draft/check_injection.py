"""What shows that a post, or the prompt itself, speaks through a text."""

import re
import unicodedata
from functools import lru_cache

from chalicelib.draft import phrases
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.words import find, fold, runs_of, words_of
from chalicelib.ports import DraftRequest

# So many words in a row are no chance: they were copied.
_COPIED_FROM_POST = 6
_COPIED_FROM_PROMPT = 6
_HASHTAG = re.compile(r"(?<!\w)[#＃]\w+")


def injected(text: str, request: DraftRequest, prompts: Prompts, support: str) -> str | None:
    """The passage that gives it away; `support` are the folded words of the sources that may be repeated."""
    posts = [post.text for post in request.posts]
    return (
        _hidden(text)
        or find(phrases.INJECTION_MARKS, text)
        or next((tag for tag in _HASHTAG.findall(text) if fold(tag) not in support), None)
        or _copied(text, _runs_in_posts(posts), _COPIED_FROM_POST, support)
        or _repeats(text, posts, support)
        or _copied(text, _runs_in_prompts(_confidential(request, prompts)), _COPIED_FROM_PROMPT, support)
    )


def _hidden(text: str) -> str | None:
    """A character that nobody sees, other than what joins emoji and some scripts' letters."""
    hidden = (
        one
        for one in text
        if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") and one not in "\n\u200c\u200d"
    )
    return next((f"U+{ord(one):04X}" for one in hidden), None)


def _copied(text: str, runs: frozenset[str], length: int, support: str) -> str | None:
    shared = runs_of(text, length) & runs
    ours = " ".join(words_of(support)) if shared else ""
    return min((run for run in shared if run not in ours), default=None)


def _runs_in_posts(posts: list[str]) -> frozenset[str]:
    return frozenset().union(*(runs_of(post, _COPIED_FROM_POST) for post in posts))


@lru_cache(maxsize=64)
def _runs_in_prompts(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(runs_of(text, _COPIED_FROM_PROMPT) for text in texts))


def _repeats(text: str, posts: list[str], support: str) -> str | None:
    """A text that stands as a whole in a post is what somebody was told to say."""
    said = " ".join(words_of(text))
    in_post = any(f" {said} " in f" {' '.join(words_of(post))} " for post in posts)
    return text if said and in_post and said not in " ".join(words_of(support)) else None


def _confidential(request: DraftRequest, prompts: Prompts) -> tuple[str, ...]:
    voice = prompts.voices[request.desk]
    network = prompts.networks.get(request.posts[-1].network)
    task = prompts.task.replace("{{ brand_name }}", request.brand.name).replace("{{ desk }}", request.desk)
    return (
        *(task, voice.tone, voice.instructions, voice.apology, voice.incentive),
        *(*voice.use, *voice.avoid, network.notes if network else ""),
        *(step for protocol in prompts.protocols for step in protocol.steps),
    )
