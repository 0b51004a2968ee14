"""All that the rules look at, gathered once for a post."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.triage.language import UNKNOWN, language_of_words
from chalicelib.triage.rules.commands import Command, find_commands, own_words, without_commands
from chalicelib.triage.rules.cues import Cue, find_cues
from chalicelib.triage.rules.lexicon import COMMON, LANGUAGES, Lexicon, lexicon
from chalicelib.triage.rules.readable import readable
from chalicelib.triage.rules.words import Words, fold, is_handle, is_word, words_of

# Fewer words may be a greeting, or a tag that the network got wrong.
_WORDS_OF_A_SENTENCE = 3
_SERVICE_HANDLE = (
    "help",
    "support",
    "care",
    "service",
    "cares",
    "assist",
    "soporte",
    "atencion",
    "hilft",
    "ayuda",
)


class Evidence(NamedTuple):
    """What was found. `content` are the folded words without marks, links and handles, `said` all without any
    that instruct a machine. `addressed`: an account of the brand is spoken to; any account, if none is known.

    `named`: the brand is mentioned by name or account. `to_others`: only other accounts are
    spoken to. `asks`: there is a question mark. `kinds` are those of the cues.
    """

    text: str
    words: Words
    content: tuple[str, ...]
    said: Words
    lang: str
    cues: tuple[Cue, ...]
    commands: tuple[Command, ...]
    addressed: bool
    named: bool
    to_service: bool
    to_others: bool
    asks: bool
    kinds: frozenset[str]

    def of(self, *kinds: str) -> list[Cue]:
        """The cues of these kinds, in order."""
        if self.kinds.isdisjoint(kinds):
            return []
        return [cue for cue in self.cues if cue.kind in kinds]

    def meant(self, kind: str) -> int:
        """How many cues of this kind are not negated."""
        return sum(not cue.negated for cue in self.of(kind))

    def count(self, *kinds: str) -> int:
        """How many different cues of these kinds there are."""
        if self.kinds.isdisjoint(kinds):
            return 0
        quotes = [cue.quote for cue in self.cues if cue.kind in kinds]
        return 1 if len(quotes) == 1 else len({quote.lower() for quote in quotes})


def gather(
    text: str,
    hint: str | None = None,
    own_handles: frozenset[str] = frozenset(),
    brand_names: tuple[str, ...] = (),
    addressed: bool = False,
) -> Evidence:
    """Look at the post once. Linear in its length."""
    text = readable(text)
    words = words_of(text)
    content = tuple(filter(is_word, words.folded))
    commands = find_commands(words)
    said = own_words(words, commands)
    lang = language_of_words(said, hint)
    cues = without_commands(find_cues(words, _book(lang, said)), commands)
    handles = [token[1:] for token in words.folded if is_handle(token)]
    spoken_to = any(handle in own_handles for handle in handles) if own_handles else bool(handles)
    addressed = addressed or spoken_to
    return Evidence(
        text=text,
        words=words,
        content=content,
        said=said,
        lang=lang,
        cues=tuple(cues),
        commands=commands,
        addressed=addressed,
        named=(addressed and bool(own_handles)) or _names(content, brand_names),
        to_service=any(handle.endswith(_SERVICE_HANDLE) or handle.startswith("ask") for handle in handles),
        to_others=bool(handles) and not addressed,
        asks=_asks(said.folded, lang),
        kinds=frozenset(cue.kind for cue in cues),
    )


def is_beyond_us(found: Evidence) -> bool:
    """Whether one of our accounts is spoken to in a language that none of our word lists is for."""
    if not (found.addressed and found.named) or found.lang == UNKNOWN:
        return False
    return found.lang.split("-")[0] not in LANGUAGES and len(found.content) >= _WORDS_OF_A_SENTENCE


def says_nothing(found: Evidence) -> bool:
    """Whether nothing is said but instructions to a machine."""
    return bool(found.commands) and not any(map(is_word, found.said.folded))


def _book(lang: str, said: Words) -> Lexicon:
    """The lexicon of the language; for an unknown one that which knows most of the words."""
    base = lang.split("-")[0]
    if base in LANGUAGES:
        return lexicon(base)
    if base != "und":
        return lexicon(COMMON)
    return max((lexicon(one) for one in LANGUAGES), key=lambda book: len(find_cues(said, book)))


def _names(content: tuple[str, ...], names: Iterable[str]) -> bool:
    joined = f" {' '.join(content)} "
    return any(f" {fold(name)} " in joined for name in names)


def _asks(tokens: tuple[str, ...], lang: str) -> bool:
    marks = ("?", "？", ";") if lang == "el" else ("?", "？")
    return any(mark in tokens for mark in marks) or (lang == "ja" and any(t.endswith("か") for t in tokens))
