"""Which language a post is in: its tag is heard, its letters and words are believed."""

from collections.abc import Sequence
from unicodedata import normalize

from chalicelib.triage.languages.library import Guess, guess
from chalicelib.triage.languages.little_words import Found, Read, find, is_confirmed, read
from chalicelib.triage.languages.scripts import CHINESE, LATIN, may_be_written, script_of, told_by
from chalicelib.triage.languages.tags import base_of, read_tag
from chalicelib.triage.rules.lexicon import LANGUAGES
from chalicelib.triage.rules.words import Words, words_of

UNKNOWN = "und"

_LOOKED_AT = 600
_WORDS_LOOKED_AT = 600
_WORDS_OF_A_SENTENCE = 3
_WORDS_TO_OVERRULE_A_TAG = 3
_SURE, _VERY_SURE = 0.7, 0.9
# How much more a language is expected than one that nothing speaks for.
_OURS, _ONE_LITTLE_WORD, _AUTHORS, _MOST_WORDS = 15.0, 3.0, 10.0, 5


def language_of(text: str, tag: str | None = None, history: Sequence[str] = ()) -> str:
    """The language as BCP 47, or `und` where nothing tells it well enough.

    `tag` is the network's own; it stands unless the letters, or many little words of another language and
    none of its own, speak against it. `history` are the languages of the author's earlier posts, the latest
    first: they decide for a post too short to tell. Handles, links, hashtags, numbers and emoji do not
    count. Only the first 600 characters are looked at.
    """
    return language_of_words(words_of(normalize("NFC", text[:_LOOKED_AT])), tag, history)


def language_of_words(words: Words, tag: str | None = None, history: Sequence[str] = ()) -> str:
    """The same, of a text that is split into words already."""
    told = read_tag(tag)
    if told and is_confirmed(base_of(told), words):
        return told
    seen = read(Words(words.folded[:_WORDS_LOOKED_AT], words.raw[:_WORDS_LOOKED_AT]))
    script = script_of(seen.plain)
    found = find(seen) if script == LATIN else Found({})
    earlier = _earlier(history, script)
    if told and not _is_contradicted(told, seen, script, found, earlier):
        return told
    return _of_text(seen, script, found, earlier)


def _earlier(history: Sequence[str], script: str | None) -> str | None:
    tags = (read_tag(one) for one in history)
    return next((one for one in tags if one and may_be_written(base_of(one), script)), None)


def _is_contradicted(tag: str, seen: Read, script: str | None, found: Found, earlier: str | None) -> bool:
    base = base_of(tag)
    short = len(seen.words) < _WORDS_OF_A_SENTENCE
    if script not in (LATIN, None):
        return not may_be_written(base, script)
    if short and not found.count(base):  # Names and exclamations get any tag.
        return base_of(earlier) != base if earlier else base not in LANGUAGES
    if not may_be_written(base, script):
        return True
    other = found.clear()
    if other is None or other == base or found.count(base) or found.count(other) < _WORDS_TO_OVERRULE_A_TAG:
        return False
    return base in LANGUAGES or _guessed(seen, LATIN, found, None) == other


def _of_text(seen: Read, script: str | None, found: Found, earlier: str | None) -> str:
    if lang := told_by(script):
        return lang
    if script is None:
        return UNKNOWN
    if script == CHINESE:
        return "zh" if len(seen.plain) > _WORDS_OF_A_SENTENCE else earlier or UNKNOWN
    if len(seen.words) < _WORDS_OF_A_SENTENCE:
        return _of_few_words(found, earlier)
    if found.is_mixed():
        return UNKNOWN
    return found.clear() or _guessed(seen, script, found, earlier) or _of_few_words(found, earlier)


def _of_few_words(found: Found, earlier: str | None) -> str:
    """The author's language, unless a little word is of another."""
    if earlier is None:
        return UNKNOWN
    most = max(map(found.count, found.by_lang), default=0)
    return earlier if found.count(base_of(earlier)) >= most else UNKNOWN


def _guessed(seen: Read, script: str, found: Found, earlier: str | None) -> str | None:
    def expected(lang: str) -> float:
        ours = _OURS if lang in LANGUAGES else 1.0
        authors = _AUTHORS if earlier and base_of(earlier) == lang else 1.0
        return ours * authors * float(_ONE_LITTLE_WORD ** min(found.count(lang), _MOST_WORDS))

    best = guess(seen.plain, script, expected)
    return best.lang if best and _is_enough(best, seen, script, found) else None


def _is_enough(best: Guess, seen: Read, script: str, found: Found) -> bool:
    """The less there is to support a guess, the longer the text and the surer it must be."""
    if script != LATIN or found.count(best.lang):
        return best.sure >= _SURE
    if best.lang in LANGUAGES:
        return best.sure >= _VERY_SURE and len(seen.words) > _WORDS_OF_A_SENTENCE
    return best.sure >= _VERY_SURE and len(seen.words) >= 2 * _WORDS_OF_A_SENTENCE
