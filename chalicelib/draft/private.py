"""Keeps from a model what it does not need to know of a person, and puts it back into what the model wrote.

E-mail addresses, telephone numbers, numbers of orders, cards and accounts become placeholders before the
call. Telephone numbers are found by phonenumbers, Google's library.
"""

import re
from collections.abc import Callable, Iterable

from chalicelib.draft.words import is_unspaced

_LATIN = "A-Za-z0-9\u00c0-\u024f"
_EMAIL = re.compile(rf"[{_LATIN}._%+'-]{{1,64}}@[{_LATIN}.-]{{1,190}}\.[A-Za-z]{{2,24}}")
_DIGIT = "[0-9０-９]"
# Letters with digits among them, or digits alone, in groups: IBANs, cards, orders, parcels, passports. After
# `#`, letters are a hashtag's; digits are somebody's order.
_GROUPS = re.compile(
    rf"(?:(?<![A-Za-z0-9_@#])[A-Z]{{1,4}}-?|(?<![A-Za-z0-9_@])){_DIGIT}[A-Z{_DIGIT[1:]}*"
    rf"(?:[ \-－/.][A-Z]{{0,4}}{_DIGIT}[A-Z{_DIGIT[1:]}*)*(?![A-Za-z0-9_])",
    re.I | re.A,
)
_MIXED = re.compile(r"(?<![\w@#/])(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z\d]+(?:[-_][A-Za-z\d]+)*(?!\w)", re.A)
# Prices, times and sizes have fewer digits.
_MANY_DIGITS = 5
_MIXED_LENGTH = 6
_PHONE_DIGITS = 7
_PRICE_OR_DAY = re.compile(r"\d{1,4}[.,]\d{1,2}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_PLACEHOLDER = re.compile(r"⟦[a-z]+-\d+⟧")
_ASCII_DIGITS = {ord(digit): str(value) for value, digit in enumerate("０１２３４５６７８９")}
# Where nobody says another country, numbers are read as written there.
_REGIONS = {"en": "US", "ja": "JP", "el": "GR", "pt": "BR"}


def contacts_in(text: str) -> list[str]:
    """E-mail addresses, and numbers long enough for telephones, orders and cards."""
    numbers = (found[0] for found in _GROUPS.finditer(_EMAIL.sub(" ", text)))
    long = [one for one in numbers if sum(map(str.isdigit, one)) >= _PHONE_DIGITS]
    return [*_EMAIL.findall(text), *(one for one in long if not _PRICE_OR_DAY.fullmatch(one))]


class Concealed:
    """The placeholders of one call: the same words have the same placeholder in all its texts."""

    def __init__(self, lang: str, known: str = "") -> None:
        """`lang` (BCP 47) tells in which country's way a telephone number without a prefix is written.

        What stands in `known`, the brand's own words, is nobody's secret: an offer's code stays.
        """
        base, _, region = lang.partition("-")
        self._region = region.upper() if len(region) == 2 else _REGIONS.get(base.lower(), base.upper())
        self._known = known
        self._hidden: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """The text with placeholders such as `⟦phone-1⟧`; what looks like one already loses its marks."""
        text = text.replace("⟦", "[").replace("⟧", "]")
        text = _EMAIL.sub(lambda found: self._placeholder("email", found[0]), text)
        for number in self._telephone_numbers(text):
            text = text.replace(number, self._placeholder("phone", number))
        text = _outside(text, lambda part: _GROUPS.sub(self._number, part))
        return _outside(text, lambda part: _MIXED.sub(self._mixed, part))

    def restore(self, text: str) -> str:
        """The text with what the placeholders stand for; a placeholder never given out stays."""
        shown = {placeholder: words for words, placeholder in self._hidden.items()}
        return _PLACEHOLDER.sub(lambda found: shown.get(found[0], found[0]), text)

    def _placeholder(self, kind: str, words: str) -> str:
        return self._hidden.setdefault(words, f"⟦{kind}-{len(self._hidden) + 1}⟧")

    def _number(self, found: re.Match[str]) -> str:
        digits = sum(character.isdigit() for character in found[0])
        plain = digits < _MANY_DIGITS or _PRICE_OR_DAY.fullmatch(found[0])
        return found[0] if plain or found[0] in self._known else self._placeholder("number", found[0])

    def _mixed(self, found: re.Match[str]) -> str:
        plain = len(found[0]) < _MIXED_LENGTH or found[0] in self._known
        return found[0] if plain else self._placeholder("number", found[0])

    def _telephone_numbers(self, text: str) -> Iterable[str]:
        if sum(character.isdigit() for character in text) < _PHONE_DIGITS:
            return []
        # Its tables are read only where a text could hold a number at all.
        from phonenumbers import Leniency, PhoneNumberMatcher

        plain = text.translate(_ASCII_DIGITS)
        # Where no spaces are written, a number touches the words around it.
        spaced = (
            re.sub(r"(?<=\d)(?=[^\W\d_a-z])|(?<=[^\W\d_a-z])(?=[+\d])", " ", plain)
            if is_unspaced(text)
            else plain
        )
        matches = PhoneNumberMatcher(spaced, self._region, leniency=Leniency.VALID, max_tries=200)
        found = (match.raw_string for match in matches)
        if spaced is plain and plain == text:
            return list(found)
        return [number for raw in found for number in _as_written(raw, text)]


def _as_written(number: str, text: str) -> list[str]:
    digits = re.findall(r"\d", number)
    pattern = r"[+＋(]?" + r"\D{0,3}".join(f"[{digit}{chr(0xFF10 + int(digit))}]" for digit in digits)
    return list(dict.fromkeys(match[0].strip() for match in re.finditer(pattern, text)))


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text changed everywhere but in its placeholders."""
    parts, last = [], 0
    for found in _PLACEHOLDER.finditer(text):
        parts += [change(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join((*parts, change(text[last:])))
