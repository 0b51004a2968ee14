"""Compiles the word lists (training/lexicon/) into what ships, chalicelib/triage/model/files/words.*.json.

A list holds phrases of one kind, in a language's YAML file; feelings are lines of "phrase<TAB>-2, -1, 1 or 2"
in lexicon/feelings/. In a phrase `*` at a word's end stands for any ending, `_` for any one word, `~` for
none to three words.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from chalicelib.triage.rules.lexicon import COMMANDS, COMMON, FILES, KINDS, LANGUAGES, UNSPACED, file_of
from chalicelib.triage.rules.words import fold, words_of

FOLDER = Path(__file__).parent / "lexicon"
FEELINGS = {"2": "delight", "1": "pleasure", "-1": "displeasure", "-2": "misery"}
# `stop` and `letters` tell the language; `negators_follow` says that a negation may come after its verb.
SETTINGS = frozenset({"stop", "letters", "negators_follow"})


def compile_all(target: Path = FILES) -> None:
    """Write one file for each language. Raises ValueError naming the file and what is wrong in it."""
    target.mkdir(parents=True, exist_ok=True)
    feelings = {lang: dict(_feelings(lang)) for lang in LANGUAGES}
    # Emoji and emoticons feel the same in every language.
    every = [entry for own in feelings.values() for entry in own.items()]
    marks = {phrase: kind for phrase, kind in every if not _has_letters(phrase)}
    for name in (*LANGUAGES, COMMON, COMMANDS):
        own = feelings.get(name, {})
        words = {phrase: kind for phrase, kind in own.items() if phrase not in marks}
        compiled = _compiled(name, marks if name == COMMON else words)
        text = json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))
        (target / file_of(name)).write_text(text + "\n", encoding="utf-8")


def _compiled(name: str, feelings: dict[str, str]) -> dict[str, Any]:
    lists = _read(FOLDER / f"{name}.yaml")
    entries = [(kind, entry) for kind in sorted(KINDS & lists.keys()) for entry in _entries(lists[kind])]
    entries += [(kind, phrase) for phrase, kind in sorted(feelings.items())]
    if name in UNSPACED:
        phrases = sorted({(kind, fold(entry)) for kind, entry in entries})
    else:
        phrases = sorted({(kind, words) for kind, entry in entries for words in _spellings(entry, name)})
    return {
        "phrases": _by_first(phrases),
        "stop": sorted({fold(word) for word in _entries(lists.get("stop", ""))}),
        "letters": lists.get("letters", "").replace("\n", ""),
        "negators_follow": bool(lists.get("negators_follow")),
    }


def _by_first(phrases: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Phrases by their first word, each after its kind: what loads them need not sort."""
    firsts: dict[str, list[str]] = {}
    for kind, phrase in phrases:
        firsts.setdefault(phrase.partition(" ")[0], []).append(f"{kind} {phrase}")
    return firsts


def _read(path: Path) -> dict[str, str]:
    lists: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    if strangers := lists.keys() - KINDS - SETTINGS:
        raise ValueError(f"{path.name}: no such list: {sorted(strangers)}; see KINDS in rules/lexicon.py")
    return lists


def _feelings(lang: str) -> Iterator[tuple[str, str]]:
    path = FOLDER / "feelings" / f"{lang}.tsv"
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        phrase, _, value = line.partition("\t")
        if value.strip() not in FEELINGS or not phrase.strip():
            raise ValueError(
                f"{path.name}:{number}: expected a phrase, a tab and one of {', '.join(FEELINGS)}"
            )
        if words_of(phrase).folded:
            yield phrase.strip(), FEELINGS[value.strip()]


def _entries(block: str) -> Iterator[str]:
    return (entry.strip() for entry in re.split(r"[,\n]", block) if entry.strip())


def _spellings(entry: str, lang: str) -> Iterator[str]:
    yield _pattern(entry, lang)
    if lang == "en" and "'" in entry:  # People leave the apostrophe out.
        yield _pattern(entry.replace("'", ""), lang)


def _pattern(entry: str, lang: str) -> str:
    words: list[str] = []
    for part in entry.split():
        if part in ("_", "~"):
            words.append(part)
        elif len(part) > 1 and part.endswith("*") and part[0].isalnum():
            words += words_of(part[:-1]).folded
            words[-1] += "*"
        else:
            words += words_of(part).folded
    if words[0] in ("_", "~"):
        raise ValueError(f"{lang}.yaml: {entry!r} must begin with a word")
    return " ".join(words)


def _has_letters(phrase: str) -> bool:
    return any(char.isalpha() for char in phrase)
