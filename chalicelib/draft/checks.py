"""Checks a text before a person sees it. Each is named and says which passage it found."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from chalicelib.domain.draft import Check
from chalicelib.draft import phrases
from chalicelib.draft.links import is_ours, links_in
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.repetition import said_before
from chalicelib.draft.support import what_they_say
from chalicelib.draft.voice import never_written
from chalicelib.draft.words import Folded, find, find_all, fold, runs_of, words_of
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest

LanguageOf = Callable[[str], str | None]
"""Tells a text's language (BCP 47); None or `und` when it is not sure."""

# So many words in a row are no chance: they were copied.
_COPIED_FROM_POST = 6
_COPIED_FROM_PROMPT = 8

_HANDLE = re.compile(r"(?<!\w)[@＠](\w+)")
_AMOUNT = re.compile(
    r"[$€£¥₺]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥₺%]|(?:eur|euros?|usd|gbp|pln|zł|tl|try|lei|kr)\b)", re.I
)
_CODE = re.compile(r"(?<!\w)(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z]{2})[A-Z0-9]{5,}(?!\w)")
_HASHTAG = re.compile(r"(?<!\w)[#＃]\w+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;;…])\s+|\n\s*\n")


def check(
    text: str,
    request: DraftRequest,
    prompts: Prompts,
    *,
    lang: str | None = None,
    sources: Iterable[str] = (),
    language_of: LanguageOf | None = None,
) -> tuple[Check, ...]:
    """What was checked about a text that claims a language and cites sources.

    A promise, an amount, a code or a hashtag passes only where a cited source holds it too. Without
    `language_of`, only the claimed language is judged.
    """
    support = fold(what_they_say(sources, request, prompts))
    plain = Folded(_HANDLE.sub(" ", text))
    voice = prompts.voices[request.desk]
    found = {
        "length": _too_long(text, request.max_length),
        "links": _first(link for link in links_in(text) if not is_ours(link, prompts)),
        "handles": _first(f"@{handle}" for handle in _HANDLE.findall(text) if not _is_known(handle, request)),
        "language": _other_language(text, prompts.language_for(request.verdict.lang), lang, language_of),
        "private data": _first(filter(None, map(_asks_in_public, _SENTENCE_ENDS.split(plain.text)))),
        "voice": find(never_written(voice), plain),
        "promise": _first(one for one in _promises(plain) if fold(one) not in support),
        "injection": _injected(text, request, prompts, support),
        "said-before": "one of our replies in this case says the same"
        if said_before(text, request)
        else None,
    }
    return tuple(
        Check(name=name, passed=passage is None, passage=passage or "") for name, passage in found.items()
    )


def failed(checks: Iterable[Check]) -> str:
    """The failed checks in words, each with its passage; empty when all passed."""
    return "; ".join(f"{one.name}: {one.passage}" for one in checks if not one.passed)


def _first(passages: Iterable[str]) -> str | None:
    return next(iter(passages), None)


def _too_long(text: str, limit: int) -> str | None:
    length = weighted_length(text)
    if not text.strip():
        return "there is no text"
    return f"{length} of {limit} characters" if length > limit else None


def _is_known(handle: str, request: DraftRequest) -> bool:
    return handle.lower() in {*request.brand.handles, request.posts[-1].author.handle.lower()}


def _other_language(
    text: str, wanted: str, claimed: str | None, language_of: LanguageOf | None
) -> str | None:
    seen = language_of(text) if language_of else None
    wrong = (one for one in (claimed, seen) if one and one.split("-")[0].lower() not in (wanted, "und"))
    return next((f"{one} instead of {wanted}" for one in wrong), None)


def _asks_in_public(sentence: str) -> str | None:
    return None if find(phrases.PRIVATE_CHANNEL, sentence) else find(phrases.PRIVATE_DATA, sentence)


def _promises(text: Folded) -> Iterable[str]:
    yield from sorted(find_all(phrases.PROMISES, text), key=len, reverse=True)
    for pattern in (_AMOUNT, _CODE):
        yield from (match.group().rstrip(".,") for match in pattern.finditer(text.text))


def _injected(text: str, request: DraftRequest, prompts: Prompts, support: str) -> str | None:
    """What shows that the post, or the prompt itself, speaks through the text."""
    posts = [post.text for post in request.posts]
    return (
        _hidden(text)
        or find(phrases.INJECTION_MARKS, text)
        or _first(tag for tag in _HASHTAG.findall(text) if fold(tag) not in support)
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
    return (prompts.task, voice.tone, voice.instructions, *voice.use, *voice.avoid)
