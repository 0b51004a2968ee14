"""The languages whose own little words and letters a text holds: few, but a text hardly does without them."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from chalicelib.triage.rules.lexicon import LANGUAGES, UNSPACED, lexicon
from chalicelib.triage.rules.words import Words, is_word

# Greek and Hindi as typed in Latin letters; only what no list of ours has counts.
_TYPED = {
    "el": "einai kai tha den mou sou pou gia alla oti apo exo exw exei eimai eisai kalimera kalispera "
    "efxaristo euxaristo efharisto euxaristw pote giati poso edo edw tora twra poli poly kanena thelo thelw "
    "paraggelia mera otan ston stin tou tipota kati auto afto ayto oxi ohi mia emena esas milao kane "
    "exete exoume htan itan",
    "hi": "hai hain nahi nahin nhi kya kyu kyun kyon mein bhi aur yeh yah woh mera mere meri tera tere aap "
    "aapka apna apne raha rahi rahe tha thi hoon hun kaise kab kahan abhi bahut bohot accha acha kuch koi "
    "toh mujhe tumhe karo karna gaya gayi liye wala bhai kiya phir sirf liya diya iska uska unka",
}
# Letters that would otherwise speak for another language alone.
_ALSO = {"tr": "çöü", "pt": "ç"}
# What any language says, or the network itself.
_EVERYBODYS = frozenset({
    "lol", "lmao", "omg", "ok", "okay", "wow", "hmm", "xd", "haha", "hahaha", "rt", "http", "https", "amp",
    "dm", "via", "app", "email", "online",
})  # fmt: skip
ENOUGH = 2
_NOTHING = (frozenset[str](), frozenset[str]())


class Read(NamedTuple):
    """A text without handles, links, hashtags, numbers and emoji.

    `plain` is its real words in a row, `words` the different ones, folded.
    """

    plain: str
    words: tuple[str, ...]
    letters: frozenset[str]


class Found(NamedTuple):
    """The different little words and letters of each language that the text holds."""

    by_lang: Mapping[str, frozenset[str]]

    def count(self, lang: str) -> int:
        """How many there are of a language."""
        return len(self.by_lang.get(lang, ()))

    def clear(self) -> str | None:
        """The language that leads clearly, if one does."""
        ranked = sorted(self.by_lang, key=self.count, reverse=True)
        most, next_most = (*map(self.count, ranked), 0, 0)[:2]
        return ranked[0] if most >= ENOUGH and most >= next_most + ENOUGH else None

    def is_mixed(self) -> bool:
        """Whether two languages have words of their own here, about as many each."""
        words = ({one for one in found if len(one) > 1} for found in self.by_lang.values())
        ours, theirs = (*sorted(words, key=len, reverse=True), set(), set())[:2]
        return len(theirs - ours) >= ENOUGH and len(ours - theirs) < 2 * len(theirs - ours)


def read(words: Words) -> Read:
    """What of the words tells their language."""
    pairs = [
        (raw, folded)
        for before, raw, folded in zip(("", *words.raw), words.raw, words.folded, strict=False)
        if before not in ("#", "＃") and _tells(raw, folded)
    ]
    plain = " ".join(raw for raw, _ in pairs)
    return Read(plain, tuple(dict.fromkeys(folded for _, folded in pairs)), frozenset("".join(words.raw)))


def find(seen: Read) -> Found:
    """The little words in what was read."""
    words = frozenset(seen.words)
    found = {
        lang: (words & little) | (seen.letters & letters) for lang, (little, letters) in _lists().items()
    }
    return Found({lang: both for lang, both in found.items() if both})


def is_confirmed(lang: str, words: Words) -> bool:
    """Whether a text in plain Latin letters holds enough little words of a language to believe its tag."""
    little, _ = _lists().get(lang, _NOTHING)
    return len(little.intersection(words.folded)) >= ENOUGH and "".join(words.raw).isascii()


def _tells(raw: str, folded: str) -> bool:
    """A product's number is no word; a sentence without spaces may hold one."""
    if raw.isalpha():
        return folded not in _EVERYBODYS
    named = raw.isascii() and any(char.isdigit() for char in raw)
    return is_word(raw) and folded not in _EVERYBODYS and not named and not raw.isdigit()


@cache
def _lists() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    books = {lang: lexicon(lang).settings for lang in LANGUAGES if lang not in UNSPACED and lang != "el"}
    lists = {lang: (book.stop, book.letters | set(_ALSO.get(lang, ""))) for lang, book in books.items()}
    taken = frozenset[str]().union(*(book.stop for book in books.values()))
    return lists | {lang: (frozenset(words.split()) - taken, frozenset()) for lang, words in _TYPED.items()}
