"""Text of a broken encoding comes back; text that nothing is wrong with stays as it is."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.triage.rules.readable import readable

# What the first byte of each broken letter looks like; nothing else is ever taken for broken.
FIRST = "ÂÃâãðÄÅÎÏÐÑ"
WESTERN = "abc xyz.!@" + "".join(map(chr, range(0xC0, 0x100))) + "¿¡«»°£€’‘“”–—…™😡🎁"
LONG, LONGER = 100_000, 1_000_000
# Ten times the text may take at most so many times as long. Quadratic would be a hundred.
AT_MOST = 30.0

GENUINE = (
    "ATÉ AMANHÃ… “MANHÃ” disse, a IRMÃ’S e MANHÃ—já",
    "“maçã…” e «IRMû, amanhã…”",
    *("It doesn’t work", "“Great” service…", "Café society: £5, not €6", "THE NAÏVE RÉSUMÉ’S HERE — “TADAÔ"),
    *("¿Dónde está mi pedido?", "¡ESPAÑA! AÑO NUEVO…", "Mañana «por la tarde»", "La señora dijo: “¡NIÑOS!”"),
    *("Schöne Grüße aus Köln", "„Ärger“ mit der TÜR", "ÄRGERLICH… ÜBER 20 €", "Das heißt „Ö“"),
    *("C’est la fête à l’âge de 8 ans", "ÂGE : 20 ANS", "« Bâtiment Â »", "LE CHÂTEAU, LA PÂTE, L’ÂNE"),
    *("Não chegou até amanhã", "ATÉ AMANHÃ!", "A MAÇÃ NÃO É BOA", "“Irmã”, disse a mãe", "ÂNGULO, CÂMERA"),
    *("Amanhã, às 8: manhã.", "CORAÇÃO, PÃES, AÇÕES", "a lã “boa”", "IRMÃ E IRMÃO", "R$ 5 a maçã? 5€ a lã!"),
    *("Su ısıtıcısı kırık geldi", "İADE İSTİYORUM", "HÂLÂ GELMEDİ, KÂR NEREDE", "Şikâyetim “çok” büyük"),
    *("Καλημέρα, πού είναι η παραγγελία;", "Ο ΒΡΑΣΤΗΡΑΣ «ΧΑΛΑΣΕ»", "ΐ και ΰ είναι γράμματα"),
    *("Zażółć gęślą jaźń", "„ŹDŹBŁO” ŁĄKI — 5 zł"),
    *("Ķekava, Ģirts un žagars", "“Ātri” — ŪDENS, ŠĶŪNIS"),
    *("注文した商品がまだ届かない", "「とても」良い…！"),
    *("Привет, где мой заказ?", "Ðað er gott", "Å i Norge: ÅR, Å…"),
)


def broken(text: str, charset: str = "cp1252") -> str:
    """The text as whoever takes its UTF-8 for Western letters reads it, without losing anything."""
    return "".join(_sign(byte, charset) for byte in text.encode())


def _sign(byte: int, charset: str) -> str:
    return bytes([byte]).decode(charset, "ignore") or chr(byte)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("donâ\x80\x99t", "don’t"),
        ("donâ€™t", "don’t"),
        ("donÃ¢â‚¬â„¢t", "don’t"),
        ("â€œgreatâ€\x9d â€“ 5Â£", "“great” – 5£"),
        ("qualitÃ©, NÃO? NÃ£o! GrÃ¼ÃŸe, aÃ±o", "qualité, NÃO? Não! Grüße, año"),
        ("maÃ\xa7Ã£ a 5â‚¬", "maçã a 5€"),
        ("ðŸ˜¡ and ð\x9f\x8e\x81", "😡 and 🎁"),
        ("ÎºÎ±Î¹ Î±Ï…Ï\x84ÏŒ", "και αυτό"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
        ("zÅ\x82oty, siÄ\x99, Å\x9bwiat", "złoty, się, świat"),
        ("Ä\x81trums, Å\x86em", "ātrums, ņem"),
        ("yaÄ\x9fmur, iÅ\x9f", "yağmur, iş"),
        ("ã\x81\x8cã\x81¾", "がま"),
    ],
)
def test_broken_text_comes_back(text: str, expected: str) -> None:
    assert readable(text) == expected
    assert readable(f"@shop {text}!") == f"@shop {expected}!"


@given(text=st.text(WESTERN), charset=st.sampled_from(["cp1252", "latin-1"]))
def test_western_text_broken_once_comes_back(text: str, charset: str) -> None:
    assume(readable(text) == text)
    assert readable(broken(text, charset)) == text


@given(
    words=st.lists(st.text("αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς", min_size=2), max_size=6)
    | st.lists(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё", min_size=2), max_size=6),
    charset=st.sampled_from(["cp1252", "latin-1"]),
)
def test_greek_and_cyrillic_words_broken_once_come_back(words: list[str], charset: str) -> None:
    assert readable(broken(" ".join(words), charset)) == " ".join(words)


@given(st.text(WESTERN, max_size=60))
def test_western_text_broken_twice_as_bytes_comes_back(text: str) -> None:
    assume(readable(text) == text)
    assert readable(broken(broken(text, "latin-1"), "latin-1")) == text


@pytest.mark.parametrize("text", GENUINE)
def test_a_genuine_sentence_stays_as_it_is(text: str) -> None:
    assert readable(text) == text


@given(st.text(st.characters(exclude_characters=FIRST, exclude_categories=())))
def test_without_the_signs_of_broken_text_nothing_changes(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize("sign", ["Â", "Ã¢", "ð", "â€", "Ð°", "Ã¢â‚¬â„¢"])
def test_time_grows_with_length_and_no_faster(sign: str) -> None:
    long, longer = (_seconds(sign * (length // len(sign))) for length in (LONG, LONGER))
    assert longer <= AT_MOST * max(long, 0.002)


def _seconds(text: str) -> float:
    begun = time.thread_time()
    readable(text)
    return time.thread_time() - begun
