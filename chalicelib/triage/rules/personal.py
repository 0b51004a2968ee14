"""Whether a post itself shows somebody's data: a mailbox, a number to call or to pay with, where they live.

Numbers are told by how they are written. A telephone library would need the country, which a post does not
tell, and is no fit for the zip.
"""

import re

from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.places import shows_address, shows_booking
from chalicelib.triage.rules.words import READ_AT_MOST, fold

_DIGIT = re.compile(r"\d")
_DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LOCAL = re.compile(r"[\w.+%-]{1,64}\Z")
# Boxes that a company reads, not a person.
_ROLES = frozenset(
    {
        *(
            "info",
            "support",
            "help",
            "service",
            "kontakt",
            "contact",
            "hello",
            "press",
            "sales",
            "office",
            "mail",
        ),
        *(
            "hilfe",
            "ayuda",
            "aide",
            "sav",
            "clientes",
            "noreply",
            "no-reply",
            "admin",
            "team",
            "care",
            "privacy",
        ),
        *(
            "datenschutz",
            "jobs",
            "customerservice",
            "atencion",
            "suporte",
            "bok",
            "iletisim",
            "empleo",
            "vagas",
            "hr",
        ),
        *("cv", "ik", "praca", "rekrutacja", "recrutement", "bewerbung", "karriere"),
    }
)
_RUN = re.compile(
    r"(?<![A-Za-z0-9_#$€£.,:/@-])(?:\+|\(\+?|00)?\d[\d ().\-/\u00a0\u2010-\u2013]{5,30}\d(?![A-Za-z0-9_])"
)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?![./-]?\d)|.*[./-](?:19|20)\d\d\Z")
_MOBILE = re.compile(r"0(?:[67]\d{8}|7\d{9}|1[567]\d{8,9}|5\d{9}|[789]0\d{8})\Z")
_FREE = re.compile(r"\+?(?:00|1)?(?:0?8(?:00|08|05|10|20|25|33|4\d|50|55|66|7\d|77|88)|0?900|0180|0120|0870)")
_TO_CALL = re.compile(
    r"\b(?:(?:tel|phone|mobile|cell|call me|ring me|text me|whats ?app|my number|movil|celular|llamame"
    r"|mi numero|handy|meine nummer|ruft? mich|erreichbar|portable|appelez|joignable|mon numero|telemovel"
    r"|me liga|meu numero|numaram|cebim|cep|moj numer|mans numurs|cellulare|chiamatemi|mio numero|τηλ|κινητο"
    r"|καλεστε|νουμερο μου)\b|anruf|beni ara|telefon|komork|zadzwon|dzwon|zvan|talr)|電話|携帯|連絡先"
)
_TO_LOOK_UP = re.compile(
    r"\b(?:serial|case|order|ref|reference|booking|ticket|tracking|invoice|pedido|bestell\w*|auftrag\w*|commande"
    r"|siparis\w*|zamowieni\w*|pasutijum\w*|ordine|παραγγελι\w*|kundennummer|sendung\w*)\b\W{0,3}"
    r"(?:nr|no|number|numero|num|id|is)?\W{0,3}\Z"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_IBAN_LENGTH = {"AT": 20, "BE": 16, "CH": 21, "CY": 28, "DE": 22, "EE": 20, "ES": 24, "FI": 18, "FR": 27}
_IBAN_LENGTH |= {"GB": 22, "GR": 27, "IE": 22, "IT": 27, "LT": 20, "LV": 21, "NL": 18, "PL": 28, "PT": 25}
_IBAN_LENGTH |= {"TR": 26, "BR": 29, "SE": 24, "DK": 18, "NO": 15, "CZ": 24, "HU": 28, "RO": 24}
_CARD_GROUPS = ((4, 4, 4, 4), (4, 6, 5), (15,), (16,), (4, 4, 4, 4, 3))
_BEFORE = 28


def shows_personal_data(found: Evidence) -> bool:
    """Whether the post holds such data. Linear in its length."""
    text = found.text[:READ_AT_MOST]
    if "@" in text and _shows_mailbox(text):
        return True
    if not _DIGIT.search(text):
        return False
    return (
        any(_is_personal(match.group(), text, match.start()) for match in _RUN.finditer(text))
        or any(_is_iban(match.group().replace(" ", "")) for match in _IBAN.finditer(text))
        or shows_address(found.words, text)
        or shows_booking(found.words, text)
    )


def _shows_mailbox(text: str) -> bool:
    for match in _DOMAIN.finditer(text):
        local = _LOCAL.search(text, max(0, match.start() - 64), match.start())
        if local and local.group().lower() not in _ROLES and match.group().rpartition(".")[2].isalpha():
            return True
    return False


def _is_personal(run: str, text: str, start: int) -> bool:
    digits = "".join(filter(str.isdecimal, run))
    groups = tuple(len(part) for part in re.findall(r"\d+", run))
    if _is_card(digits, groups):
        return True
    if _DATE.match(run) or _FREE.match(digits):
        return False
    said = fold(text[max(0, start - _BEFORE) : start])
    if _TO_LOOK_UP.search(said):
        return False
    if _is_number_to_call(run, digits, groups):
        return True
    return 8 <= len(digits) <= 13 and bool(_TO_CALL.search(said))


def _is_number_to_call(run: str, digits: str, groups: tuple[int, ...]) -> bool:
    if run.lstrip("(").startswith("+"):
        return 9 <= len(digits) <= 15
    if digits.startswith("00"):
        return 11 <= len(digits) <= 16 and len(groups) > 1
    if digits.startswith("0"):
        return bool(_MOBILE.match(digits)) or (9 <= len(digits) <= 12 and 2 <= len(groups) <= 6)
    american = groups in ((3, 3, 4), (1, 3, 3, 4)) and digits[-10] in "23456789"
    return american and digits[-7] in "23456789"


def _is_card(digits: str, groups: tuple[int, ...]) -> bool:
    if groups not in _CARD_GROUPS or digits[0] not in "23456" or len(set(digits)) < 2:
        return False
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _is_iban(number: str) -> bool:
    length = _IBAN_LENGTH.get(number[:2])
    if length is None or len(number) < length:
        return False
    turned = number[4:length] + number[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
