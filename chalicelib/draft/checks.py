"""Checks a text before a person sees it. Each is named and says which passage it found."""

import re
from collections.abc import Callable, Iterable

from chalicelib.domain.draft import Check
from chalicelib.draft import phrases, tone_phrases
from chalicelib.draft.check_injection import injected
from chalicelib.draft.claims import HANDLE, is_held, promises_in
from chalicelib.draft.links import is_ours, links_in
from chalicelib.draft.private import contacts_in
from chalicelib.draft.prompts import Prompts, Voice
from chalicelib.draft.repetition import said_before, said_to_others
from chalicelib.draft.support import today, what_they_say
from chalicelib.draft.voice import never_written
from chalicelib.draft.words import Folded, find, fold
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest

LanguageOf = Callable[[str], str | None]
"""Tells a text's language (BCP 47); None or `und` when it is not sure."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?;;…])\s+|(?<=[。！？])|\n\s*\n")


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

    A promise, a day to come, an amount, a code or a hashtag passes only where a cited source holds it too.
    Without `language_of`, only the claimed language is judged.
    """
    support = fold(what_they_say(sources, request, prompts))
    plain = Folded(HANDLE.sub(" ", text))
    voice, wanted = prompts.voices[request.desk], prompts.language_for(request.verdict.lang)
    found = {
        "length": _too_long(text, request.max_length),
        "links": _first(link for link in links_in(text) if not is_ours(link, prompts, today(request))),
        "handles": _first(f"@{handle}" for handle in HANDLE.findall(text) if not _is_known(handle, request)),
        "language": _other_language(text, wanted, lang, language_of),
        "contact": _first(one for one in contacts_in(plain.text) if not is_held(one, support)),
        "private data": _first(filter(None, map(_asks_in_public, _SENTENCE_ENDS.split(plain.text)))),
        "voice": find(never_written(voice), plain) or _pretence(voice, plain),
        "blame": find(tone_phrases.BLAME, plain) or find(tone_phrases.SARCASM, plain),
        "competitor": find(request.brand.competitors, plain),
        "promise": _first(one for one in promises_in(plain) if not is_held(one, support)),
        "disclosure": _undisclosed(text, wanted, request, prompts),
        "injection": injected(text, request, prompts, support),
        "said-before": "one of our replies in this case says the same"
        if said_before(text, request)
        else None,
        "near-duplicate": said_to_others(text, request),
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


def _pretence(voice: Voice, text: Folded) -> str | None:
    return find((*voice.empathy, *tone_phrases.PRETENCE), text)


def _undisclosed(text: str, language: str, request: DraftRequest, prompts: Prompts) -> str | None:
    """What the network asks every reply to say, where this one does not."""
    network = prompts.networks.get(request.posts[-1].network)
    asked = network.disclosure.get(language, "") if network else ""
    return f"“{asked}” is missing" if asked and fold(asked) not in fold(text) else None
