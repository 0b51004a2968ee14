"""What people say, in eleven languages, and what triage should make of it. All sentences are made up."""

import pytest

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.judge import judge

OWN = frozenset({"brackwater"})
NAMES = ("Brackwater",)

COMPLAINTS = {
    "en": "@brackwater the kettle arrived broken and nobody has answered my emails for two weeks",
    "es": "@brackwater la tetera llegó rota y nadie responde a mis correos desde hace dos semanas",
    "de": "@brackwater der Wasserkocher ist kaputt angekommen und niemand antwortet auf meine Mails",
    "fr": "@brackwater bouilloire arrivée cassée et personne ne répond à mes mails",
    "pt": "@brackwater a chaleira chegou partida, não funciona e ninguém responde",
    "tr": "@brackwater su ısıtıcısı kırık geldi, iki haftadır kimse cevap vermiyor",
    "el": "@brackwater ο βραστήρας ήρθε σπασμένος και δεν απαντάει κανείς στα email μου",
    "pl": "@brackwater czajnik przyszedł uszkodzony i nikt nie odpowiada na moje maile",
    "lv": "@brackwater tējkanna atnāca saplīsusi un neviens neatbild uz maniem e-pastiem",
    "it": "@brackwater il bollitore è arrivato rotto e nessuno risponde alle mie mail",
    "ja": "@brackwater ケトルが壊れて届きました。メールの返信がありません。",
}
BUYERS = {
    "en": "can anyone recommend a kettle that lasts longer than a year?",
    "es": "busco una tetera que dure, ¿alguien me recomienda alguna?",
    "de": "ich suche einen leisen Wasserkocher, was empfehlt ihr?",
    "fr": "je cherche une bouilloire silencieuse, vous me conseillez laquelle ?",
    "pt": "alguém recomenda uma chaleira? onde posso comprar uma boa?",
    "tr": "sessiz bir su ısıtıcısı almayı düşünüyorum, öneriniz var mı?",
    "el": "ψάχνω έναν αθόρυβο βραστήρα, τι προτείνετε;",
    "pl": "szukam cichego czajnika, co polecacie?",
    "lv": "meklēju klusu tējkannu, ko iesakāt?",
    "it": "cerco un bollitore silenzioso, cosa consigliate?",
    "ja": "静かなケトルを探しています。おすすめの商品はありますか？",
}
PRAISE = {
    "en": "@brackwater thank you so much, the new lid came within two days. brilliant!",
    "es": "@brackwater muchas gracias, la tapa nueva llegó en dos días. ¡Genial!",
    "de": "@brackwater vielen Dank, der neue Deckel kam in zwei Tagen. Super Service!",
    "fr": "@brackwater merci beaucoup, le couvercle est arrivé en deux jours, génial !",
    "pt": "@brackwater muito obrigada, a tampa nova chegou em dois dias. Excelente!",
    "tr": "@brackwater çok teşekkürler, yeni kapak iki günde geldi, harikasınız!",
    "el": "@brackwater ευχαριστώ πολύ, το καπάκι ήρθε σε δύο μέρες, τέλεια!",
    "pl": "@brackwater wielkie dzięki, nowa pokrywka przyszła w dwa dni. Świetnie!",
    "lv": "@brackwater liels paldies, jaunais vāks atnāca divās dienās. Lieliski!",
    "it": "@brackwater grazie mille, il coperchio è arrivato in due giorni. Perfetto!",
    "ja": "@brackwater 二日で新しいふたが届きました。ありがとうございます、最高です！",
}
QUESTIONS = {
    "en": "@brackwater what time does the shop in the harbour open?",
    "es": "@brackwater ¿a qué hora abre el local del puerto?",
    "de": "@brackwater wann macht ihr am Hafen auf?",
    "fr": "@brackwater vous ouvrez quand au port ?",
    "pt": "@brackwater quando é que abrem no porto?",
    "tr": "@brackwater limandaki şube ne zaman açılıyor?",
    "el": "@brackwater πότε ανοίγετε στο λιμάνι;",
    "pl": "@brackwater kiedy otwieracie w porcie?",
    "lv": "@brackwater kad jūs atveraties ostā?",
    "it": "@brackwater quando aprite al porto?",
    "ja": "@brackwater 港のカフェはいつ開きますか？",
}
NOISE = {
    "en": "walked the dog along the harbour, now soup",
    "es": "paseo por el puerto con el perro y luego sopa",
    "de": "mit dem Hund am Hafen gewesen, jetzt Suppe",
    "fr": "promenade au port avec le chien, puis une soupe",
    "pt": "passeio pelo porto com o cão e depois sopa",
    "tr": "köpekle limanda yürüdük, şimdi çorba",
    "el": "βόλτα στο λιμάνι με τον σκύλο και μετά σούπα",
    "pl": "spacer z psem po porcie, a teraz zupa",
    "lv": "pastaiga ostā ar suni, pēc tam zupa",
    "it": "passeggiata al porto con il cane e poi zuppa",
    "ja": "犬と港を散歩して、スープを飲んだ",
}


@pytest.mark.parametrize("lang", COMPLAINTS)
def test_a_complaint_is_heard_as_one(lang: str) -> None:
    verdict = judge(COMPLAINTS[lang], own_handles=OWN, brand_names=NAMES)
    assert (verdict.intent, verdict.needs_reply) == (Intent.COMPLAINT, True)
    assert verdict.sentiment is Sentiment.NEGATIVE
    assert verdict.urgency >= 0.4
    assert any("something went wrong" in reason for reason in verdict.why)


@pytest.mark.parametrize("lang", BUYERS)
def test_somebody_who_wants_to_buy_is_a_buyer_even_without_naming_the_brand(lang: str) -> None:
    verdict = judge(BUYERS[lang], own_handles=OWN, brand_names=NAMES)
    assert (verdict.intent, verdict.needs_reply) == (Intent.PURCHASE_INTENT, True)


@pytest.mark.parametrize("lang", PRAISE)
def test_praise_that_addresses_us_is_answered_without_hurry(lang: str) -> None:
    verdict = judge(PRAISE[lang], own_handles=OWN, brand_names=NAMES)
    assert (verdict.intent, verdict.needs_reply) == (Intent.PRAISE, True)
    assert verdict.sentiment is Sentiment.POSITIVE
    assert verdict.urgency <= 0.2


@pytest.mark.parametrize("lang", QUESTIONS)
def test_a_question_to_us_is_answered(lang: str) -> None:
    verdict = judge(QUESTIONS[lang], own_handles=OWN, brand_names=NAMES)
    assert (verdict.intent, verdict.needs_reply) == (Intent.QUESTION, True)


@pytest.mark.parametrize("lang", NOISE)
def test_everyday_talk_is_put_aside(lang: str) -> None:
    verdict = judge(NOISE[lang], own_handles=OWN, brand_names=NAMES)
    assert (verdict.intent, verdict.needs_reply) == (Intent.OTHER, False)


@pytest.mark.parametrize(
    ("lang", "text"),
    [(lang, text) for table in (COMPLAINTS, BUYERS, PRAISE) for lang, text in table.items()],
)
def test_the_language_is_told_from_the_text_or_left_open(lang: str, text: str) -> None:
    told = judge(text, own_handles=OWN).lang
    assert told in (lang, "und")
    assert judge(text, lang=lang, own_handles=OWN).lang == lang
