"""How soon somebody should look follows from what is said."""

import pytest

from chalicelib.domain.verdict import Intent, Risk
from chalicelib.triage.rules.evidence import gather
from chalicelib.triage.rules.risk import risk_of
from chalicelib.triage.rules.urgency import urgency_of


def urgency(
    text: str, lang: str = "en", intent: Intent = Intent.COMPLAINT, needs_reply: bool = True
) -> float:
    """The urgency of a post of this intent, found for the brand of these tests."""
    found = gather(text, lang, frozenset({"brackwater"}), ("Brackwater",))
    return urgency_of(found, intent, needs_reply, risk_of(found))


@pytest.mark.parametrize(
    ("least", "text", "lang"),
    [
        (0.95, "@brackwater the kettle caught fire", "en"),
        (0.95, "ich will nicht mehr leben", "de"),
        (0.95, "@brackwater encontré cristales en la sopa", "es"),
        (0.8, "@brackwater mon avocat vous écrira", "fr"),
        (0.8, "@brackwater sahte hesap sizmiş gibi yazıyor", "tr"),
        (0.7, "@brackwater jestem dziennikarzem, proszę o kontakt", "pl"),
    ],
)
@pytest.mark.parametrize("intent", Intent)
def test_a_grave_matter_is_urgent_whatever_else_the_post_is(
    least: float, text: str, lang: str, intent: Intent
) -> None:
    assert urgency(text, lang, intent) >= least


@pytest.mark.parametrize("flag", [Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM])
def test_only_danger_to_life_reaches_the_top(flag: Risk) -> None:
    found = gather("@brackwater WORST EVER!! refund me, stranded at the gate tonight", "en")
    assert urgency_of(found, Intent.COMPLAINT, True, ()) <= 0.9
    assert urgency_of(found, Intent.COMPLAINT, True, (flag,)) == 0.95


@pytest.mark.parametrize(
    ("lang", "calm", "pressing"),
    [
        ("en", "@brackwater my bag is lost", "@brackwater my bag is lost and I am at the gate, boarding now"),
        ("es", "@brackwater no funciona", "@brackwater no funciona y estamos tirados en Lugo, urgente"),
        (
            "de",
            "@brackwater die App geht nicht",
            "@brackwater die App geht nicht und wir sitzen fest, dringend",
        ),
        ("fr", "@brackwater ça ne marche pas", "@brackwater ça ne marche pas, bloqués à la gare ce soir"),
        ("pt", "@brackwater não funciona", "@brackwater não funciona, presos no aeroporto, voo hoje"),
        ("tr", "@brackwater çalışmıyor", "@brackwater çalışmıyor, yolda kaldık, acil"),
        ("el", "@brackwater δεν δουλεύει", "@brackwater δεν δουλεύει, ξεμείναμε στο αεροδρόμιο"),
        ("pl", "@brackwater nie działa", "@brackwater nie działa, utknęliśmy na dworcu, pilne"),
        ("lv", "@brackwater nestrādā", "@brackwater nestrādā, palikām uz ielas, steidzami"),
        ("it", "@brackwater non funziona", "@brackwater non funziona, bloccati in aeroporto, subito"),
        ("ja", "@brackwater 動かない", "@brackwater 動かない。空港で足止め、今日中に"),
    ],
)
def test_being_stuck_now_presses(lang: str, calm: str, pressing: str) -> None:
    assert urgency(pressing, lang) >= urgency(calm, lang) + 0.3 - 0.01


def test_money_lost_presses() -> None:
    assert urgency("@brackwater charged twice for it") > urgency("@brackwater the lid is broken")


def test_a_question_of_somebody_in_a_hurry_comes_before_one_with_time() -> None:
    hurried = urgency("@brackwater we leave in the next hour, which door?", intent=Intent.QUESTION)
    assert hurried > urgency("@brackwater which door?", intent=Intent.QUESTION)


def test_what_is_put_aside_waits_and_praise_waits_longest() -> None:
    assert urgency("back home today at last", intent=Intent.OTHER, needs_reply=False) <= 0.3
    assert urgency("@brackwater thanks, came today", intent=Intent.PRAISE) <= 0.2
