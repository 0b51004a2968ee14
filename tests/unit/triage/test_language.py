"""Telling a post's language. All sentences are made up."""

import pytest

from chalicelib.triage.language import UNKNOWN, language_of

GREEK = "Πού είναι το δέμα μου, περιμένω τρεις εβδομάδες"


@pytest.mark.parametrize(
    ("tag", "told"),
    [("fr", "fr"), ("EN", "en"), ("pt_BR", "pt-br"), ("in", "id"), ("nl", "nl"), ("in-ID", "id-id")],
)
def test_the_networks_tag_stands_where_nothing_speaks_against_it(tag: str, told: str) -> None:
    assert language_of("Brackwater Marunda Olivetta Kalumba 3", tag) == told


@pytest.mark.parametrize("tag", [None, "", "und", "qme", "zxx", "not a tag", "<script>", "qht-x1"])
def test_a_tag_without_a_language_is_no_tag(tag: str | None) -> None:
    assert language_of("where is my order please, I have been waiting", tag) == "en"


@pytest.mark.parametrize(
    ("text", "tag", "lang"),
    [
        (GREEK, "en", "el"),
        ("荷物はどこですか、まだ届きません", "en", "ja"),
        ("где моя посылка, я жду уже три недели и никто не отвечает", "en", "ru"),
        ("طلبي لم يصل حتى الآن وانتظرت ثلاثة أسابيع", "es", "ar"),
        ("where is the parcel that you sent to my house", "ja", "en"),
        ("where is the parcel that you sent to my house", "es", "en"),
        ("where is the parcel that you sent to my house", "ht", "en"),
        ("wo ist denn mein Paket, ich habe noch nichts von euch gehört", "en", "de"),
        ("kargom hâlâ gelmedi, ne zaman gelecek, çok bekledim", "en", "tr"),
    ],
)
def test_letters_or_many_little_words_overrule_a_wrong_tag(text: str, tag: str, lang: str) -> None:
    assert language_of(text, tag) == lang


def test_a_tag_is_no_witness_to_letters_that_its_language_is_not_written_in() -> None:
    assert language_of("Brackwater Marunda Olivetta Kalumba", "ja") == UNKNOWN
    assert language_of("Brackwater Marunda Olivetta Kalumba", "hi") == "hi"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("waar blijft mijn pakket, ik wacht al drie weken", "nl"),
        ("on és el meu paquet, fa tres setmanes que espero", "ca"),
        ("новини про мою посилку будуть", "uk"),
        ("荷物未着", "ja"),
        ("thank you, gracias por todo", "es"),
    ],
)
def test_a_right_tag_that_is_hard_to_tell_otherwise_stands(text: str, tag: str) -> None:
    assert language_of(text, tag) == tag


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("where is my parcel, I have been waiting for three weeks", "en"),
        ("¿dónde está mi paquete?, llevo tres semanas esperando", "es"),
        ("wo bleibt denn mein Paket, ich warte schon seit Tagen", "de"),
        ("où est mon colis, j'attends depuis trois semaines", "fr"),
        ("onde está a minha encomenda, estou à espera há três semanas", "pt"),
        ("dov'è il mio pacco, aspetto da tre settimane", "it"),
        ("kargom nerede, üç haftadır bekliyorum", "tr"),
        ("gdzie jest moja paczka, czekam już trzy tygodnie", "pl"),
        ("kur ir mana paciņa, gaidu jau trīs nedēļas", "lv"),
        (GREEK, "el"),
        ("荷物はどこですか", "ja"),
        ("ﾆﾓﾂﾊﾄﾞｺﾃﾞｽｶ", "ja"),
        ("내 주문은 어디에 있나요", "ko"),
        ("איפה החבילה שלי", "he"),
        ("พัสดุของฉันอยู่ที่ไหน", "th"),
        ("我的包裹在哪里，等了三个星期", "zh"),
        ("طلبي لم يصل حتى الآن وانتظرت ثلاثة أسابيع", "ar"),
        ("मेरा पार्सल अभी तक नहीं आया है", "hi"),
        ("где моя посылка, я жду уже три недели и никто не отвечает", "ru"),
        ("hvor er pakken min, jeg har ventet i tre uker på svar fra dere", "no"),
        ("waar blijft mijn pakket, ik wacht al drie weken", "nl"),
        ("WAAR BLIJFT MIJN PAKKET, IK WACHT AL DRIE WEKEN", "nl"),
    ],
)
def test_the_text_tells(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("pou einai to dema mou, perimeno treis vdomades", "el"),
        ("mera order abhi tak nahi aaya bhai", "hi"),
        ("siparisim hala gelmedi, ne zaman gelecek, cok bekledim", "tr"),
    ],
)
def test_who_types_latin_letters_is_understood(text: str, lang: str) -> None:
    assert language_of(text) == lang
    assert language_of(text, lang) == lang


@pytest.mark.parametrize(
    "text", ["", "ok", "lol", "12345", "😡😡", "@brackwater https://a.example", "hmm xyz", "gracias", "شكرا"]
)
def test_too_little_to_tell_is_left_open(text: str) -> None:
    assert language_of(text) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "where is my parcel please, dónde está mi pedido por favor, muchas gracias",
        "ich habe das Paket noch nicht, and you have not answered to me yet",
        "je suis très content de vous, thank you so much for the help",
    ],
)
def test_two_languages_are_left_open(text: str) -> None:
    assert language_of(text) == UNKNOWN


@pytest.mark.parametrize(("tag", "lang"), [("et", UNKNOWN), ("tl", UNKNOWN), ("fr", "fr")])
def test_a_short_post_is_tagged_with_anything(tag: str, lang: str) -> None:
    assert language_of("Brackwater Marunda!", tag) == lang
    assert language_of("@brackwater 😡😡 #Marunda", tag) == lang


@pytest.mark.parametrize(
    "text",
    [
        "@una_cuenta_en https://un.ejemplo/donde/esta/el/pedido where is my parcel, I have been waiting",
        "#donde #esta #el #pedido #por #favor where is my parcel, I have been waiting",
        "12 345 6:30 😡😡😡 where is my parcel, I have been waiting",
    ],
)
def test_what_is_not_said_does_not_count(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "tag", "history", "lang"),
    [
        ("Brackwater Marunda!", None, ("es",), "es"),
        ("Brackwater Marunda!", "et", ("es",), "es"),
        ("Brackwater Marunda!", "fr", ("nl",), "nl"),
        ("gracias", None, ("und", "es", "en"), "es"),
        ("gracias por", None, ("de",), UNKNOWN),
        ("gracias por", "es", ("de",), "es"),
        ("ευχαριστώ", None, ("en",), "el"),
        ("спасибо", None, ("en", "uk"), "uk"),
        ("where is my parcel, I have been waiting", None, ("es",), "en"),
        ("where is my parcel please, dónde está mi pedido por favor, muchas gracias", None, ("es",), UNKNOWN),
        ("😡😡", None, ("es",), UNKNOWN),
    ],
)
def test_the_authors_earlier_language_decides_for_what_is_too_short(
    text: str, tag: str | None, history: tuple[str, ...], lang: str
) -> None:
    assert language_of(text, tag, history) == lang
