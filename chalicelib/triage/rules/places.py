"""Whether a post shows where somebody lives, or a booking beside the name that it is under."""

import re
from itertools import takewhile

from chalicelib.triage.rules.cues import ends_sentence
from chalicelib.triage.rules.place_words import (
    NAME_THEN,
    NAMED,
    NO_STREETS,
    NUMBER_FIRST,
    NUMBER_THEN,
    NUMBERED,
    REFERENCE,
    SMALL,
    STREET_THEN,
)
from chalicelib.triage.rules.words import Words

_HOUSE = re.compile(r"\d{1,4}[a-z]?\Z")
_ENDINGS = ("strasse", "str", "weg", "allee", "gasse")
_HOME = re.compile(
    r"\b(?:address|live at|living at|direccion|vivo en|adresse|wohne in|wohnhaft|habite|endereco|morada"
    r"|moro na|adresim|oturuyorum|διευθυνση|μενω|adres|mieszkam|adrese|dzivoju|indirizzo|abito in)\b"
)
_JAPANESE = re.compile(r"\d(?:丁目|番地)|〒 ?\d{3}")
_JAPANESE_BOOKING = re.compile(r"(?:予約|注文|会員|お客様)番号\W{0,3}(?:は|が)?\W{0,3}[A-Za-z0-9-]{5,20}")
_JAPANESE_NAME = re.compile(r"(?:氏名|名前|名義|苗字)(?:は|が|：|:)")
_NEAR = 4


def shows_address(words: Words, text: str) -> bool:
    """Whether a street with a house's number stands in the post, in capitals or where a home is spoken of."""
    if _JAPANESE.search(text):
        return True
    houses = [at for at, token in enumerate(words.folded) if token[0].isdigit() and _HOUSE.match(token)]
    if not houses:
        return False
    at_home = bool(_HOME.search(" ".join(words.folded)))
    return any(_is_address(words, at, at_home) for at in houses)


def _is_address(words: Words, at: int, at_home: bool) -> bool:
    before = _content(words, range(at - 1, max(-1, at - 1 - _NEAR), -1))
    after = _content(words, range(at + 1, min(len(words.folded), at + 1 + _NEAR)))
    if after and words.folded[after[0]] in NUMBER_THEN:
        return len(after) > 1
    for index, place in enumerate(after):
        if index and words.folded[place] in NUMBER_FIRST:
            return at_home or all(words.raw[one][0].isupper() for one in after[:index])
    if before and _is_street(words.folded[before[0]]):
        return words.raw[before[0]][0].isupper() or (len(before) > 1 and words.raw[before[1]][0].isupper())
    named = bool(before) and words.folded[at - 1] not in SMALL
    for index, place in enumerate(before):
        if named and index and words.folded[place] in STREET_THEN:
            return at_home or words.raw[before[0]][0].isupper()
    return False


def _content(words: Words, places: range) -> list[int]:
    """The places of words that say something, to the end of the sentence."""
    found: list[int] = []
    for place in places:
        token = words.folded[place]
        if token in ("!", "?", "\n", ";", "@") or token.isdigit():
            break
        if token[0].isalpha() and token not in SMALL and token not in NUMBERED:
            found.append(place)
    return found


def _is_street(token: str) -> bool:
    return token in NAME_THEN or (token.endswith(_ENDINGS) and token not in NO_STREETS and len(token) > 4)


def shows_booking(words: Words, text: str) -> bool:
    """Whether an order's or booking's number stands in the post together with a name it is under."""
    if _JAPANESE_BOOKING.search(text):
        return bool(_JAPANESE_NAME.search(text))
    tokens = frozenset(words.folded)
    if tokens.isdisjoint(REFERENCE) or tokens.isdisjoint(NAMED):
        return False
    places = [at for at, token in enumerate(words.folded) if token in REFERENCE]
    return any(_has_code(words, at) for at in places) and _has_name(words)


def _has_code(words: Words, at: int) -> bool:
    following = words.raw[at + 1 : at + 2 + _NEAR]
    return any(_is_code(token) for token in following)


def _is_code(token: str) -> bool:
    digits = sum(char.isdigit() for char in token)
    return len(token) >= 5 and (
        digits >= 3 or (len(token) == 6 and token.isalnum() and token.isupper() and digits > 0)
    )


def _has_name(words: Words) -> bool:
    for at, token in enumerate(words.folded):
        if token in NAMED:
            following = takewhile(lambda word: not ends_sentence(word), words.raw[at + 1 : at + 1 + _NEAR])
            if any(word[0].isupper() and len(word) > 1 and not word.isupper() for word in following):
                return True
    return False
