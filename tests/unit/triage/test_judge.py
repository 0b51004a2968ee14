"""The rules, one behaviour at a time. All sentences are made up."""

import pytest

from chalicelib.domain.verdict import Intent, Sentiment, Verdict
from chalicelib.triage.judge import judge

OWN = frozenset({"brackwater"})


def ours(text: str, lang: str = "en") -> Verdict:
    """The verdict for the brand of these tests."""
    return judge(text, lang=lang, own_handles=OWN, brand_names=("Brackwater",))


@pytest.mark.parametrize(
    ("text", "lang", "sentiment"),
    [
        ("not bad at all", "en", Sentiment.POSITIVE),
        ("not good", "en", Sentiment.NEGATIVE),
        ("I'm not happy with this", "en", Sentiment.NEGATIVE),
        ("never disappoints", "en", Sentiment.POSITIVE),
        ("kein Problem, alles gut", "de", Sentiment.POSITIVE),
        ("gefällt mir nicht", "de", Sentiment.NEGATIVE),
        ("das ist nicht schlecht", "de", Sentiment.POSITIVE),
        ("no está mal", "es", Sentiment.POSITIVE),
        ("no me gusta", "es", Sentiment.NEGATIVE),
        ("pas mal du tout, merci", "fr", Sentiment.POSITIVE),
        ("nie jest źle, dzięki", "pl", Sentiment.POSITIVE),
        ("hiç fena değil, güzel", "tr", Sentiment.POSITIVE),
        ("güzel değil", "tr", Sentiment.NEGATIVE),
        ("nav slikti, paldies", "lv", Sentiment.POSITIVE),
        ("καθόλου άσχημα, μπράβο", "el", Sentiment.POSITIVE),
        ("the parcel is here 😍", "en", Sentiment.POSITIVE),
        ("the parcel is here 😡", "en", Sentiment.NEGATIVE),
        ("well :)", "en", Sentiment.POSITIVE),
        ("well :(", "en", Sentiment.NEGATIVE),
        ("great, my parcel is delayed again", "en", Sentiment.NEGATIVE),
        ("the harbour is over there", "en", Sentiment.NEUTRAL),
        ("looooove it", "en", Sentiment.POSITIVE),
        ("I LOVE it", "en", Sentiment.POSITIVE),
    ],
)
def test_feeling_follows_negation_and_signs(text: str, lang: str, sentiment: Sentiment) -> None:
    assert judge(text, lang=lang).sentiment is sentiment


def test_somebody_hurt_comes_before_everything() -> None:
    verdict = ours("@brackwater your kettle caught fire, my son has burns on his arm, we are in hospital")
    assert verdict.intent is Intent.COMPLAINT
    assert verdict.needs_reply
    assert verdict.urgency >= 0.9
    assert "crisis" in verdict.risk


@pytest.mark.parametrize(
    ("lang", "text"),
    {
        "en": "@brackwater unacceptable!! parcel still not here and the wedding is on Saturday",
        "de": "@brackwater Frechheit! Paket immer noch nicht da, und am Samstag ist die Hochzeit",
        "es": "@brackwater inaceptable, mi pedido no ha llegado y la boda es el sábado",
        "pl": "@brackwater skandal! paczka nadal nie dotarła, a w sobotę ślub",
        "tr": "@brackwater rezalet, kargo hâlâ gelmedi, cumartesi düğün var",
    }.items(),
)
def test_an_angry_complaint_with_a_deadline_is_urgent(lang: str, text: str) -> None:
    assert ours(text, lang).urgency >= 0.7


def test_fire_as_a_figure_of_speech_is_no_crisis() -> None:
    assert ours("that new song is on fire 🔥").risk == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("RT @somebody: Brackwater kettle broken again, no reply from them", Intent.OTHER),
        ("https://news.example/kettles", Intent.OTHER),
        ("We're hiring! Brackwater needs a potter, apply now https://jobs.example/1 #hiring", Intent.OTHER),
        ("GIVEAWAY! Follow and RT to win a Brackwater kettle, click the link win.example", Intent.SPAM),
        ("🚀🚀 airdrop tonight, 100x crypto, DM me to join https://coin.example", Intent.SPAM),
        ("SORTEO 🎁🎁 gratis, sigue y comparte para ganar un premio", Intent.SPAM),
        ("Brackwater announces quarterly revenue, according to analysts", Intent.OTHER),
        ("...", Intent.OTHER),
        ("🙃", Intent.OTHER),
    ],
)
def test_what_needs_no_answer_is_put_aside(text: str, intent: Intent) -> None:
    verdict = judge(text, own_handles=OWN, brand_names=("Brackwater",))
    assert (verdict.intent, verdict.needs_reply) == (intent, False)


def test_insults_without_a_matter_are_not_answered_and_with_one_they_are() -> None:
    bare = ours("@brackwater you useless idiots, absolute clowns")
    assert (bare.needs_reply, bare.risk) == (False, ("abuse",))
    about = ours("@brackwater you idiots, my order never arrived, refund me")
    assert (about.intent, about.needs_reply, about.risk) == (Intent.COMPLAINT, True, ("abuse",))


def test_praise_about_us_that_does_not_address_us_is_put_aside() -> None:
    verdict = ours("love my Brackwater kettle so much")
    assert (verdict.intent, verdict.needs_reply) == (Intent.PRAISE, False)


def test_thanks_with_a_question_wait_for_an_answer() -> None:
    assert ours("@brackwater thanks! when will it be delivered?").intent is Intent.QUESTION


def test_what_the_network_knows_to_address_us_counts_as_such() -> None:
    text = "still no money, by the way"
    assert not judge(text, lang="en", own_handles=OWN).needs_reply
    assert judge(text, lang="en", own_handles=OWN, addressed=True).needs_reply


def test_someone_elses_account_is_not_ours() -> None:
    assert not ours("@another you were late and rude, awful").needs_reply


def test_an_unwanted_thing_is_not_a_wish() -> None:
    assert ours("I don't want a new phone").intent is not Intent.PURCHASE_INTENT


def test_the_reasons_are_few_short_and_quote_only_what_was_found() -> None:
    verdict = ours(
        "@brackwater my secret is 12345 and the kettle arrived broken, refund please, today!! awful"
    )
    assert 1 <= len(verdict.why) <= 5
    assert not any("secret" in reason or "12345" in reason for reason in verdict.why)
    assert any("“broken”" in reason for reason in verdict.why)


def test_scores_are_given_for_every_intent_and_the_chosen_one_leads() -> None:
    verdict = ours("@brackwater the kettle arrived broken, nobody answers, I want a refund")
    assert set(verdict.score) == set(Intent)
    assert all(0 <= score <= 1 for score in verdict.score.values())
    assert max(verdict.score, key=lambda intent: verdict.score[intent]) is Intent.COMPLAINT
