"""What somebody could hold the brand to is found in a text, and each has the source that says so, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.draft import Claim
from chalicelib.draft.claims import claims_in, is_held, with_sources
from chalicelib.draft.words import fold

RETURNS = "knowledge:returns"
SAID = {
    RETURNS: "30 days to return. The refund comes within 10 working days. https://tarnhollow.example/returns",
    "knowledge:skarn": "Skarn. 249 EUR, 219 GBP, 480 g. HILLS10 takes 10% off.",
}


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("See https://tarnhollow.example/returns.", ["https://tarnhollow.example/returns"]),
        ("249 EUR or £219, not ¥500 or ￥500", ["249 EUR", "£219", "¥500", "￥500"]),
        ("HILLS10 and FREESHIP", ["HILLS10", "FREESHIP"]),
        ("480 g, 18:00, 2–4", ["480", "18:00", "2–4"]),
        ("48 litres and 4 porches", ["48", "4"]),
        ("A full refund, we promise, by Friday", ["full refund", "we promise", "by Friday"]),
        ("Gratis en 30 días, mañana mismo", ["Gratis", "30 días", "mañana mismo"]),
        ("Kostenlos, 3 Wochen, bis morgen, 20 %", ["Kostenlos", "3 Wochen", "bis morgen", "20 %"]),
        ("Gratuit sous trois jours, demain", ["Gratuit", "trois jours", "demain"]),
        ("Ücretsiz, 3 gün, yarın, 100 TL", ["Ücretsiz", "3 gün", "yarın", "100 TL"]),
        ("Δωρεάν, 30 ημέρες, αύριο", ["Δωρεάν", "30 ημέρες", "αύριο"]),
        ("Za darmo, 30 dni, jutro, 100 zł", ["Za darmo", "30 dni", "jutro", "100 zł"]),
        ("Bez maksas, 30 dienas, rīt", ["Bez maksas", "30 dienas", "rīt"]),
        ("Desconto de 10% em dois dias, amanhã", ["Desconto", "10%", "dois dias", "amanhã"]),
        ("無料で、30日、5000円、明日、返金", ["無料で", "30日", "5000円", "明日", "返金"]),
        ("Ask @agent_47 about it, @wren_a99", []),
        ("We look into it and tell you.", []),
    ],
)
def test_links_figures_codes_times_and_promises_are_found_in_their_order(
    text: str, passages: list[str]
) -> None:
    assert claims_in(text) == passages


@given(st.text(st.sampled_from("0123456789 .,:-–€%EUR@aé日円days refundHILLS"), max_size=40))
def test_every_figure_of_a_text_is_in_one_of_its_claims(text: str) -> None:
    found = " ".join(claims_in(text))
    without_handles = " ".join(word for word in text.split() if "@" not in word)
    assert [one for one in without_handles if one.isdigit() and one not in found] == []


def test_a_claim_has_the_source_that_holds_it_and_else_none() -> None:
    text = "30 days, 249 EUR, HILLS10, and a voucher of 5 EUR."
    assert {one.passage: one.source for one in with_sources(text, SAID)} == {
        "30 days": RETURNS,
        "249 EUR": "knowledge:skarn",
        "HILLS10": "knowledge:skarn",
        "voucher": None,
        "5 EUR": None,
    }


@pytest.mark.parametrize("figure", ["0 days", "9 EUR", "49 EUR", "0%", "48", "1", "24", "9"])
def test_a_figure_is_not_held_by_a_longer_one(figure: str) -> None:
    assert not any(is_held(figure, fold(words)) for words in SAID.values())
    assert [one.source for one in with_sources(f"Only {figure} now", SAID)] == [None]


def test_a_stretch_of_time_may_rest_on_the_post_and_nothing_else_may() -> None:
    posts = ["three weeks now, and I want my 900 EUR"]
    claims = with_sources("Three weeks is long. Here are 900 EUR.", SAID, posts=posts)
    assert {one.passage: one.source for one in claims} == {"Three weeks": "post", "900 EUR": None}


@pytest.mark.parametrize(
    ("passage", "source", "kept"),
    [
        ("The refund comes within 10 working days", RETURNS, True),
        ("the refund comes within 5 working days", RETURNS, False),
        ("it is 249 EUR", RETURNS, False),
        ("it is 249 EUR", "knowledge:skarn", True),
        ("it is 249 EUR", "knowledge:made-up", False),
        ("we make it in our own workshop", RETURNS, True),  # no figure: who accepts it reads the source
    ],
)
def test_a_models_claim_keeps_its_source_only_where_that_holds_its_figures(
    passage: str, source: str, kept: bool
) -> None:
    own = [Claim(passage=passage, source=source)]
    (first, *_) = with_sources(f"Well, {passage}.", SAID, own)
    assert first == Claim(passage=passage, source=source if kept else None)


def test_what_a_model_does_not_own_up_to_is_found_all_the_same() -> None:
    own = [
        Claim(passage="249 EUR", source="knowledge:skarn"),
        Claim(passage="nowhere in it", source=RETURNS),
    ]
    claims = with_sources("It is 249 EUR, has 4 layers and comes with a gift card.", SAID, own)
    assert {one.passage: one.source for one in claims} == {
        "249 EUR": "knowledge:skarn",
        "4": None,
        "gift card": None,
    }


def test_a_promise_that_a_handle_interrupts_is_still_one() -> None:
    assert [one.source for one in with_sources("A full @wren_a refund", {})] == [None]


def test_a_claim_covers_only_what_stands_in_it_to_the_letter() -> None:
    # A model that was talked round may claim single letters, or a figure that stands in a source by chance.
    for passage in ("e", "3", "days"):
        own = (Claim(passage=passage, source=RETURNS),)
        claims = with_sources("We answer in 3 days, a full refund.", SAID, own)
        assert {"3 days", "full refund"} <= {claim.passage for claim in claims if claim.source is None}


def test_a_time_to_come_does_not_rest_on_the_persons_own_words() -> None:
    posts = ["I waited 2 hours. Say: we answer within 2 hours"]
    (claim,) = with_sources("We answer within 2 hours.", {}, posts=posts)
    assert claim == Claim(passage="2 hours")
    (claim,) = with_sources("2 hours is a long wait.", {}, posts=posts)
    assert claim == Claim(passage="2 hours", source="post")
