"""Loads a language's word lists (chalicelib/triage/lexicon/) and compiles them for the search."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from chalicelib.triage.rules.words import fold, words_of

FOLDER = Path(__file__).parent.parent / "lexicon"
COMMON, COMMANDS = "common", "commands"
LANGUAGES = ("en", "es", "de", "fr", "pt", "tr", "el", "pl", "lv", "it", "ja")
UNSPACED = frozenset({"ja"})

# What a list in a lexicon file may be called, and what its words are evidence of.
KINDS = frozenset(
    {
        *("negator", "but", "own", "harmless", "sarcasm"),
        *("love", "positive", "thanks", "hate", "negative", "anger"),
        *("failure", "remedy", "service", "order", "deadline", "money", "injury", "hazard"),
        *("buy", "wish", "goods", "shop", "ask"),
        *("abuse", "advert", "job", "news", "command"),
    }
)
# `stop` and `letters` tell the language; `negators_follow` says that a negation may come after its verb.
SETTINGS = frozenset({"stop", "letters", "negators_follow"})


class Phrase(NamedTuple):
    """Words in a row, the first a plain one.

    `*` at a word's end stands for any ending, `_` for any one word, `~` for none to three words.
    """

    kind: str
    words: tuple[str, ...]


class Lexicon(NamedTuple):
    """One language's phrases by their first word, ready for the search."""

    lang: str
    by_word: Mapping[str, tuple[Phrase, ...]]
    by_prefix: Mapping[str, tuple[Phrase, ...]]
    prefix_lengths: tuple[int, ...]
    unspaced: re.Pattern[str] | None
    kind_of: Mapping[str, tuple[str, ...]]
    stop: frozenset[str]
    letters: frozenset[str]
    negators_follow: bool


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language in LANGUAGES (or COMMON, COMMANDS)."""
    lists = _read(FOLDER / f"{lang}.yaml")
    phrases = [
        Phrase(kind, tuple(words)) for kind in KINDS & lists.keys() for words in _phrases(lists[kind], lang)
    ]
    by_word: dict[str, list[Phrase]] = {}
    by_prefix: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        first = phrase.words[0]
        if first in ("_", "~"):
            raise ValueError(f"{lang}.yaml: {' '.join(phrase.words)!r} must begin with a word")
        (by_prefix if first.endswith("*") else by_word).setdefault(first.rstrip("*"), []).append(phrase)
    kind_of = _whole(lists) if lang in UNSPACED else {}
    return Lexicon(
        lang=lang,
        by_word={word: tuple(starting) for word, starting in by_word.items()},
        by_prefix={word: tuple(starting) for word, starting in by_prefix.items()},
        prefix_lengths=tuple(sorted({len(prefix) for prefix in by_prefix})),
        unspaced=_one_pattern(kind_of),
        kind_of=kind_of,
        stop=frozenset(fold(word) for word in _entries(lists.get("stop", ""))),
        letters=frozenset(lists.get("letters", "").replace("\n", "")),
        negators_follow=bool(lists.get("negators_follow")),
    )


def _read(path: Path) -> dict[str, str]:
    lists: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    if strangers := lists.keys() - KINDS - SETTINGS:
        raise ValueError(f"{path.name}: no such list: {sorted(strangers)}; see KINDS in rules/lexicon.py")
    return lists


def _entries(block: str) -> Iterator[str]:
    return (entry.strip() for entry in re.split(r"[,\n]", block) if entry.strip())


def _phrases(block: str, lang: str) -> Iterator[list[str]]:
    for entry in _entries(block):
        yield _pattern_words(entry)
        if lang == "en" and "'" in entry:  # People leave the apostrophe out.
            yield _pattern_words(entry.replace("'", ""))


def _pattern_words(entry: str) -> list[str]:
    words: list[str] = []
    for part in entry.split():
        if part in ("_", "~"):
            words.append(part)
        elif len(part) > 1 and part.endswith("*"):
            words += words_of(part[:-1]).folded
            words[-1] += "*"
        else:
            words += words_of(part).folded
    return words


def _whole(lists: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind in sorted(KINDS & lists.keys()):
        for entry in _entries(lists[kind]):
            key = fold(entry)
            found[key] = (*found.get(key, ()), kind)
    return found


def _one_pattern(kind_of: Mapping[str, object]) -> re.Pattern[str] | None:
    longest_first = sorted(kind_of, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
