"""What a reply may take up of a post, word for word: how long somebody waited, what for, where.

Only a number with a unit of time and the brand's own lists of things and places get through, so that a post
cannot lend its words to a reply.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.draft.words import Folded, find_all, fold, is_unspaced

WAITED, THING, PLACE = "waited", "thing", "place"
HEARD = (WAITED, THING, PLACE)

# Numbers in words up to twelve, and units of time, in the ten languages that come with Earshot.
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "a", "an"),
    *("un", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    *("ein", "eine", "einem", "einer", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"),
    *("zehn", "une", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix"),
    *("bir", "iki", "uc", "dort", "bes", "alti", "yedi", "sekiz", "dokuz"),
    *("ενα", "εναν", "μια", "δυο", "τρεις", "τεσσερις", "πεντε", "εξι", "επτα", "οκτω", "εννεα", "δεκα"),
    *("jeden", "dwa", "dwie", "trzy", "cztery", "piec", "szesc", "siedem", "osiem", "dziewiec", "dziesiec"),
    *("viena", "divas", "tris", "cetras", "piecas", "sesas", "septinas", "astonas", "devinas", "desmit"),
    *("um", "uma", "dois", "duas", "quatro", "sete", "oito", "nove", "dez"),
)
_UNITS = (
    *("minutes?", "mins?", "hours?", "hrs?", "days?", "weeks?", "months?"),
    *("minutos?", "horas?", "dias?", "semanas?", "mes(?:es)?"),
    *("minuten?", "stunden?", "std", "tage?n?", "wochen?", "monate?n?"),
    *("heures?", "jours?", "semaines?", "mois"),
    *("dakika(?:dir)?", "saat(?:tir)?", "gun(?:dur)?", "hafta(?:dir)?", "ay(?:dir)?"),
    *("λεπτα", "ωρα", "ωρες", "μερα", "μερες", "ημερες", "εβδομαδα", "εβδομαδες", "μηνα", "μηνες"),
    *("minut[ey]?", "godzin[aey]?", "dni", "dzien", "tydzien", "tygodni[ea]?", "miesi(?:ac|ace|ecy)"),
    *("minutes", "stundas?", "dienas?", "nedelas?", "menes(?:is?|us?)"),
)
_NUMBER, _UNIT = (
    "|".join(dict.fromkeys(choices)).replace("ς", "σ")  # as a folded text has it
    for choices in (_NUMBERS, _UNITS)
)
_SPACED = re.compile(rf"(?<![\w.,/:⁄])(?:\d{{1,2}}(?:[.,]5)?[ -]?|(?:{_NUMBER})[ -])(?:{_UNIT})(?!\w)")
# After these, the time is still to come, or returns.
_NOT_WAITED = re.compile(
    r"\b(?:in|within|next|every|each|under|before|after|until|per|en|dentro de|dans|binnen|innerhalb"
    r"|nachste[nr]?|alle|jede[nrs]?|za|co|pec|em|daqui a|her|σε|εντοσ|καθε)\s+"
    r"(?:(?:the|los|las|les|den|about|around|roughly|less than|etwa|ca\.?|environ|moins de|un[oa]s|cerca de"
    r"|menos de|okolo|aptuveni|περιπου)\s+)*$"
    r"|(?:あと|残り)約?\s?$"
)
# And before these.
_STILL_TO_COME = re.compile(r"\s?(?:後|以内)|\s+(?:icinde|sonra|kala|from now|left|to go)\b")
# "3月12日に" names a day.
_JAPANESE = re.compile(
    r"(?<![\d.,/:⁄年月])\d{1,2}\s?(?:分|時間|日間|日(?![にのはかよ頃時本付])|週間|[かヶケカ]月)"
)
# "A 4 hour delay" is four hours.
_SINGULAR = re.compile(r"(?:[2-9]|\d{2}|\d[.,]5) ?(?:hour|minute|day|week|month)")
_AN_AGE = re.compile(r"[ -]old\b")
_IN_MINUTES = (
    (re.compile(r"min|dak|λεπ|分"), 1),
    (re.compile(r"h(?:ou|r|eu|or)|stu|std|saa|ωρ|god|時"), 60),
    (re.compile(r"w|sem|haf|εβδ|tyd|tyg|ned|週"), 10_080),
    (re.compile(r"m|ay|μην|月"), 43_200),
)
_DAY = 1_440
_A_FEW_WORDS = 30
_WORTH_A_WORD = 10


def heard_in(posts: Iterable[Post], brand: Brand) -> dict[str, str]:
    """What these posts name, by the variable that stands for it; the latest post that names one decides."""
    found: dict[str, str] = {}
    for post in posts:
        text = Folded(_without_handles(post.text))
        said = {WAITED: _waited(text), THING: _first(_things(brand), text), PLACE: _first(brand.places, text)}
        found |= {variable: passage for variable, passage in said.items() if passage}
    return found


def _without_handles(text: str) -> str:
    return re.sub(r"[@＠#]\w+|https?://\S+", " ", text)


def times_in(text: Folded) -> list[str]:
    """Every stretch of time in the text, as written."""
    pattern = _JAPANESE if is_unspaced(text.folded) else _SPACED
    return [text.as_written(match) for match in pattern.finditer(text.folded)]


def past_times_in(text: Folded) -> list[str]:
    """Those that have passed, as written: neither still to come, nor coming back, nor somebody's age."""
    pattern = _JAPANESE if is_unspaced(text.folded) else _SPACED
    return [
        text.as_written(match)
        for match in pattern.finditer(text.folded)
        if not _AN_AGE.match(text.folded, match.end())
        and not _STILL_TO_COME.match(text.folded, match.end())
        and not _NOT_WAITED.search(text.folded, max(0, match.start() - _A_FEW_WORDS), match.start())
    ]


def _waited(text: Folded) -> str:
    """The longest stretch of time that has passed, as written."""
    found = (one for one in past_times_in(text) if _minutes(one) >= _WORTH_A_WORD)
    return _in_a_sentence(max(found, key=_minutes, default=""))


def _in_a_sentence(passage: str) -> str:
    """Not shouted, in the plural, and a number in words without the capital of a beginning."""
    if passage.isupper():
        passage = passage.lower()
    if _SINGULAR.fullmatch(passage):
        return f"{passage}s"
    return passage if passage[:1].isdigit() else passage[:1].lower() + passage[1:]


def _minutes(passage: str) -> int:
    folded = fold(passage)
    number = re.match(r"\d+", folded)
    unit = next((size for pattern, size in _IN_MINUTES if pattern.match(_unit_of(folded))), _DAY)
    return unit * (int(number[0]) if number else 1)


def _unit_of(folded: str) -> str:
    return re.sub(r"^(?:[\d.,]+|\w+)[ -]", "", folded) if " " in folded else folded.lstrip("0123456789.,-")


@lru_cache(maxsize=64)
def _phrases_of(products: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(products))


def _things(brand: Brand) -> tuple[str, ...]:
    return _phrases_of(tuple(brand.products.values()))


def _first(phrases: tuple[str, ...], text: Folded) -> str:
    return next((one for one in find_all(phrases, text) if _is_listed(one, phrases)), "")


def _is_listed(passage: str, phrases: tuple[str, ...]) -> bool:
    """Whether it is one of them to the letter, or, for a `*`, with an ending too short to say anything."""
    return bool(_exactly(phrases).fullmatch(fold(passage)))


@lru_cache(maxsize=64)
def _exactly(phrases: tuple[str, ...]) -> re.Pattern[str]:
    spaced = (r"\s+".join(map(re.escape, fold(phrase).split())) for phrase in phrases)
    return re.compile("|".join(one.replace(r"\*", r"[^\W\d_]{0,2}") for one in spaced))
