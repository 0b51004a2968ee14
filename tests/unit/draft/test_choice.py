"""Which saved reply is chosen: in the desk's manner, and never one that takes up what nobody said."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.brand import Brand
from chalicelib.domain.verdict import Intent
from chalicelib.draft.choice import ranked
from chalicelib.draft.filling import can_fill, fill, values_for
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.prompts import Manner, Prompts, SavedReply
from tests.unit.draft.requests import a_request, in_language, sample

MANNERS: tuple[Manner, ...] = ("formal", "neutral", "playful")
PLAIN = "That is long, {name}."
TAKING_UP = {
    "plain": PLAIN,
    "waited": "{waited} is a long time, {name}.",
    "thing": "The {thing} should hold, {name}.",
    "place": "{name}, what a night in {place}.",
    "all": "{waited} without the {thing} in {place}, {name}.",
}


def in_manner(manner: Manner) -> Prompts:
    voices = {desk: voice.model_copy(update={"manner": manner}) for desk, voice in sample().voices.items()}
    return sample().model_copy(update={"voices": voices})


def taking_up(*ids: str) -> Prompts:
    """A brand with these replies for one and the same matter, and with places."""
    replies = tuple(
        SavedReply(id=id, desk="any", intents=(Intent.COMPLAINT,), text=TAKING_UP[id]) for id in ids
    )
    brand: Brand = sample().brand.model_copy(update={"places": ("Riga", "Kraków")})
    return sample().model_copy(update={"replies": {"en": replies}, "brand": brand})


def chosen(text: str, prompts: Prompts, id: str = "1") -> tuple[str, str]:
    suggestion = OfflineDrafter(prompts).suggest(a_request(text, id=id, prompts=prompts))
    return suggestion.sources[0].removeprefix("reply:"), suggestion.text


@pytest.mark.parametrize(
    ("text", "lang", "intent", "desk", "reply"),
    [
        ("my parcel is late", "en", Intent.COMPLAINT, "support", "late-delivery"),
        ("which jacket", "en", Intent.PURCHASE_INTENT, "sales", "which-jacket"),
        ("die Lieferung ist verspätet", "de", Intent.COMPLAINT, "support", "late-delivery"),
    ],
)
def test_the_voices_manner_chooses_among_replies_for_the_same_matter(
    text: str, lang: str, intent: Intent, desk: str, reply: str
) -> None:
    for manner, number in product(MANNERS, range(5)):
        request = a_request(text, id=str(number), verdict=in_language(lang, intent), desk=desk)
        source = OfflineDrafter(in_manner(manner)).suggest(request).sources[0]
        assert source == f"reply:{reply}" + ("" if manner == "neutral" else f"-{manner}")


def test_without_a_reply_in_the_manner_another_for_the_matter_is_taken() -> None:
    late = a_request("paczka jest spóźniona", verdict=in_language("pl"))
    sources = {OfflineDrafter(in_manner(one)).suggest(late).sources[0] for one in MANNERS}
    assert sources == {"reply:late-delivery"}


@pytest.mark.parametrize(
    ("text", "reply", "said"),
    [
        ("so bad", "plain", "That is long, Wren."),
        ("three weeks!", "waited", "Three weeks is a long time, Wren."),
        ("my Skarn leaks", "thing", "The Skarn should hold, Wren."),
        ("cold night in Riga", "place", "Wren, what a night in Riga."),
        ("3 weeks, no tent, in Kraków", "all", "3 weeks without the tent in Kraków, Wren."),
        ("my flight is in 2 hours", "plain", "That is long, Wren."),
    ],
)
def test_the_reply_that_takes_up_most_of_the_post_is_taken(text: str, reply: str, said: str) -> None:
    for number in range(5):
        assert chosen(text, taking_up(*TAKING_UP), str(number)) == (reply, said)


@given(
    st.lists(
        st.sampled_from(["3 weeks", "in 2 hours", "Skarn", "tent", "Riga", "{waited}", "hm"]), max_size=4
    ),
    st.permutations(list(TAKING_UP)),
)
def test_a_reply_is_never_chosen_for_what_the_post_does_not_name(words: list[str], order: list[str]) -> None:
    prompts = taking_up(*order)
    request = a_request(" ".join(words), prompts=prompts)
    values = values_for(request, prompts)
    found = ranked(request, prompts, "en")
    assert {one.id for one in found} == {one.id for one in prompts.replies["en"] if can_fill(one, values)}
    assert not any("{" in fill(one, values).replace("{waited}", "") for one in found)
    assert "{" not in chosen(" ".join(words), prompts)[1]


def test_where_what_fits_takes_up_something_unsaid_another_reply_is_left() -> None:
    late = SavedReply(
        id="late", desk="any", intents=(Intent.COMPLAINT,), topics=("late",), text=TAKING_UP["waited"]
    )
    size = late.model_copy(update={"id": "size", "topics": ("size",), "text": PLAIN})
    prompts = sample().model_copy(update={"replies": {"en": (late, size)}})
    assert chosen("so late, 3 weeks", prompts)[0] == "late"
    assert chosen("so late", prompts) == ("size", "That is long, Wren.")


def test_the_same_request_is_ranked_the_same_and_others_by_their_post() -> None:
    two = tuple(
        SavedReply(id=id, desk="any", intents=(Intent.COMPLAINT,), text=PLAIN) for id in ("one", "two")
    )
    prompts = sample().model_copy(update={"replies": {"en": two}})
    firsts = [ranked(a_request(id=str(number), prompts=prompts), prompts, "en")[0].id for number in range(40)]
    again = [ranked(a_request(id=str(number), prompts=prompts), prompts, "en")[0].id for number in range(40)]
    assert firsts == again
    assert 8 < firsts.count("one") < 32
