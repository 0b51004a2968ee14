"""The offline drafter: what fits, in the right language, and never anybody else's words."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.verdict import Intent
from chalicelib.draft.checks import check, failed
from chalicelib.draft.filling import fill, values_for
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.prompts import Prompts, SavedReply
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest, Suggestion
from tests.conftest import ROOT
from tests.support.values import a_verdict
from tests.unit.draft.requests import PROMPTS, a_request, in_language, sample

LANGUAGES = ("en", "es", "de", "fr", "tr", "el", "pl", "lv", "pt", "ja")


def brand_without_words() -> Prompts:
    """The prompts of a brand that wrote nothing of its own."""
    brand = sample().brand.model_copy(update={"brand": "newcomer", "languages": LANGUAGES})
    return read_prompts(PROMPTS, brand)


def suggest(request: DraftRequest, prompts: Prompts | None = None) -> Suggestion:
    return OfflineDrafter(prompts or sample()).suggest(request)


@pytest.mark.parametrize(
    ("text", "lang", "intent", "desk", "reply"),
    [
        ("my parcel is late", "en", Intent.COMPLAINT, "support", "late-delivery"),
        ("MY PARCEL IS LATE", "en", Intent.COMPLAINT, "support", "late-delivery"),
        ("the zip broke", "en", Intent.COMPLAINT, "support", "damaged-item"),
        ("this is outrageous", "en", Intent.COMPLAINT, "support", "fallback-complaint-support"),
        ("meine Lieferung ist VERSPATET", "de", Intent.COMPLAINT, "support", "late-delivery"),
        ("which jacket for Skye?", "en", Intent.PURCHASE_INTENT, "sales", "which-jacket"),
        ("love the jacket", "en", Intent.PRAISE, "sales", "praise-product"),
        ("do your boots come in wide?", "en", Intent.QUESTION, "sales", "which-boots"),
        ("the stove exploded", "en", Intent.COMPLAINT, "support", "safety"),
        ("hello", "en", Intent.OTHER, "sales", "fallback-other-sales"),
        ("a translated plate, the latest", "en", Intent.OTHER, "support", "fallback-other-support"),
    ],
)
def test_the_reply_that_fits_is_picked(text: str, lang: str, intent: Intent, desk: str, reply: str) -> None:
    request = a_request(text, verdict=in_language(lang, intent), desk=desk)
    rests_on = {one.id: one.rests_on for one in sample().replies[lang]}[reply]
    assert suggest(request).sources == (f"reply:{reply}", *(f"knowledge:{one}" for one in rests_on))


def test_the_words_of_all_posts_count() -> None:
    one = a_request("you people...")
    two = DraftRequest(
        brand=one.brand,
        desk=one.desk,
        account=one.account,
        posts=(*a_request("where is my refund", id="1").posts, *one.posts),
        verdict=one.verdict,
    )
    assert suggest(two).sources == ("reply:return-refund", "knowledge:returns")


def test_the_post_is_answered_in_its_language() -> None:
    suggestion = suggest(a_request("paczka jest spóźniona", verdict=in_language("pl")))
    assert suggestion.lang == "pl"
    assert suggestion.note == "Written offline from saved reply late-delivery"


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("it", ", in en because there are no saved replies in it"),
        ("und", ", in en because the post's language is not clear"),
        ("en-GB", ""),
    ],
)
def test_another_language_falls_back_to_the_first_and_says_so(lang: str, says: str) -> None:
    suggestion = suggest(a_request("late parcel", verdict=in_language(lang)))
    assert suggestion.lang == "en"
    assert suggestion.note == "Written offline from saved reply late-delivery" + says


def test_variants_are_shared_out_among_people_and_each_stays_the_same() -> None:
    prompts = brand_without_words()
    texts = {
        number: suggest(a_request("so late", id=str(number), prompts=prompts), prompts).text
        for number in range(30)
    }
    assert len(set(texts.values())) == 3
    assert texts[7] == suggest(a_request("so late", id="7", prompts=prompts), prompts).text


@pytest.mark.parametrize("prompts", [sample(), brand_without_words()], ids=["sample", "default"])
def test_every_saved_reply_passes_every_check_and_leaves_room(prompts: Prompts) -> None:
    for language, replies in prompts.replies.items():
        for reply in replies:
            desk = "support" if reply.desk == "any" else reply.desk
            request = a_request(
                "x", name="Bartholomäusson", verdict=in_language(language), desk=desk, prompts=prompts
            )
            text = fill(reply, values_for(request, prompts))
            checks = check(text, request, prompts, lang=language, sources=(f"reply:{reply.id}",))
            assert not failed(checks), (language, reply.id)
            assert weighted_length(text) <= 260, (language, reply.id)


def test_the_default_replies_promise_nothing_even_without_their_own_word_for_it() -> None:
    prompts = brand_without_words()
    for language, replies in prompts.replies.items():
        for reply in replies:
            request = a_request("x", verdict=in_language(language), prompts=prompts)
            text = fill(reply, values_for(request, prompts))
            assert not failed(check(text, request, prompts)), (language, reply.id)


def test_no_two_default_replies_of_a_language_begin_alike() -> None:
    for language, replies in brand_without_words().replies.items():
        beginnings = [" ".join(reply.text.split()[:3]) for reply in replies]
        assert len(set(beginnings)) == len(beginnings), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_crisis_is_answered_as_one_whatever_else_the_post_speaks_of(language: str) -> None:
    prompts = brand_without_words()
    verdict = a_verdict(lang=language, risk=("crisis",))
    request = a_request(
        "late late delayed refund money, no words of danger", verdict=verdict, prompts=prompts
    )
    assert suggest(request, prompts).sources == ("reply:safety",)


def test_a_limit_too_small_for_every_reply_cuts_at_a_word() -> None:
    suggestion = suggest(a_request(max_length=40))
    assert weighted_length(suggestion.text) <= 40
    assert suggestion.text.endswith("…")


def test_a_sign_off_is_added_where_it_is_known_and_fits() -> None:
    signed = _signed_by("Your Tarnhollow team")
    assert suggest(a_request(), signed).text.endswith(" Your Tarnhollow team")
    assert "Your Tarnhollow" not in suggest(a_request(), _signed_by("Your Tarnhollow team" * 10)).text
    assert "^" not in suggest(a_request()).text  # who signs is known when somebody approves


def test_the_sample_injections_change_nothing() -> None:
    """Every sample post, whatever it says and whoever says it, gives a draft that passes every check."""
    posts = [json.loads(line) for line in (ROOT / "sandbox/sample/posts.jsonl").read_text().splitlines()]
    hostile = [post for post in posts if "evil.example" in str(post) or "FREE100" in str(post)]
    assert len(hostile) >= 3
    for post, intent, desk in product(posts, (Intent.COMPLAINT, Intent.OTHER), ("sales", "support")):
        request = a_request(
            post["text"],
            id=post["id"],
            name=post.get("name", ""),
            handle=post["author"],
            verdict=in_language(post.get("lang", "und"), intent),
            desk=desk,
        )
        suggestion = suggest(request)
        assert not _problems(suggestion, request), post["id"]
        assert "FREE100" not in suggestion.text
        assert "evil" not in suggestion.text


nasty = st.sampled_from(
    [
        "http://evil.example",
        "@other",
        "refund",
        "\u202e",
        "\x00",
        "ignore",
        "IBAN",
        "seit 3 Wochen",
        "3週間 テント",
        "my Skarn",
        "Grovenhal",
        "jo@evil.example",
        "+44 20 7946 0958",
        "{name}",
        "{0.x}",
        "€",
        "#x",
    ]
)
mixed = st.lists(st.one_of(nasty, st.text(max_size=12)), max_size=6).map(" ".join)


@given(
    text=mixed,
    name=mixed,
    handle=st.one_of(st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True), mixed),
    lang=st.sampled_from([*LANGUAGES, "und", "it", "en-GB"]),
    intent=st.sampled_from(Intent),
    desk=st.sampled_from(["sales", "support"]),
    number=st.integers(1, 10**18),
    prompts=st.sampled_from([sample(), brand_without_words()]),
)
def test_any_post_and_any_name_give_a_draft_that_passes_every_check(
    text: str, name: str, handle: str, lang: str, intent: Intent, desk: str, number: int, prompts: Prompts
) -> None:
    verdict = a_verdict(intent, lang=lang)
    request = a_request(
        text, id=str(number), name=name, handle=handle, verdict=verdict, desk=desk, prompts=prompts
    )
    suggestion = suggest(request, prompts)
    for way in (suggestion, *suggestion.others):
        assert not _problems(way, request, prompts)
        assert "{" not in way.text
    assert suggestion == suggest(request, prompts)


def test_nobody_is_addressed_by_a_name_that_no_reply_may_hold() -> None:
    for name in ("Grovenhal", "grovenhal Kim", "Refund", "understand how you feel"):
        request = a_request(name=name)
        assert "@wren_a" in suggest(request).text
        assert not _problems(suggest(request), request)


def test_a_post_that_quotes_our_own_reply_changes_nothing() -> None:
    ours = suggest(a_request()).text
    request = a_request(f"you always write: {ours}")
    assert not _problems(suggest(request), request)


def _problems(suggestion: Suggestion, request: DraftRequest, prompts: Prompts | None = None) -> str:
    checks = check(
        suggestion.text, request, prompts or sample(), lang=suggestion.lang, sources=suggestion.sources
    )
    return failed(checks)


def _signed_by(words: str) -> Prompts:
    voices = {desk: voice.model_copy(update={"sign_off": words}) for desk, voice in sample().voices.items()}
    return sample().model_copy(update={"voices": voices})


def test_a_reply_of_another_desk_is_the_last_resort() -> None:
    foreign = SavedReply(
        id="only", desk="sales", intents=(Intent.PRAISE,), topics=("boots",), text="Hi {name}!"
    )
    prompts = sample().model_copy(update={"replies": {"en": (foreign,)}})
    assert suggest(a_request(), prompts).text == "Hi Wren!"


@pytest.mark.parametrize("prompts", [sample(), brand_without_words()], ids=["sample", "default"])
@pytest.mark.parametrize("desk", ["sales", "support"])
@pytest.mark.parametrize("intent", [Intent.COMPLAINT, Intent.QUESTION, Intent.PURCHASE_INTENT, Intent.OTHER])
def test_who_answers_us_gets_both_follow_ups_and_nothing_twice(
    intent: Intent, desk: str, prompts: Prompts
) -> None:
    for language in prompts.replies:
        verdict = in_language(language, intent)
        said: list[Suggestion] = []
        for _ in range(5):
            replies = tuple(one.text for one in said)
            request = a_request(verdict=verdict, desk=desk, prompts=prompts, replies=replies)
            said.append(suggest(request, prompts))
        sources = [one.sources[0] for one in said]
        assert {*sources[1:3]} == {"reply:follow-up-1", "reply:follow-up-2"}, language
        assert len({one.text for one in said}) == 5, language


def test_without_a_reply_of_ours_nothing_is_followed_up() -> None:
    for intent, desk in product(Intent, ("sales", "support")):
        request = a_request("a follow-up on my parcel", verdict=in_language("en", intent), desk=desk)
        assert "follow-up" not in suggest(request).sources[0]
    alone = [one for one in sample().replies["en"] if one.desk != "support"]
    prompts = sample().model_copy(update={"replies": {"en": tuple(alone)}})
    assert "follow-up" not in suggest(a_request(prompts=prompts), prompts).sources[0]


@pytest.mark.parametrize("prompts", [sample(), brand_without_words()], ids=["sample", "default"])
def test_a_crisis_after_our_reply_is_still_answered_as_one(prompts: Prompts) -> None:
    for language in prompts.replies:
        verdict = a_verdict(lang=language, risk=("crisis",))
        request = a_request("x", verdict=verdict, prompts=prompts, replies=("We look.",))
        assert suggest(request, prompts).sources == ("reply:safety",), language


@pytest.mark.parametrize("desk", ["sales", "support"])
def test_thanks_after_our_reply_are_answered_as_thanks_and_never_as_a_complaint(desk: str) -> None:
    verdict = in_language("en", Intent.PRAISE)
    request = a_request("thanks!", verdict=verdict, desk=desk, replies=("We look.",))
    assert "praise" in suggest(request).sources[0]
    praises = [one for one in sample().replies["en"] if Intent.PRAISE in one.intents]
    said = tuple(fill(one, values_for(request, sample())) for one in praises)
    again = a_request("thanks!", verdict=verdict, desk=desk, replies=said)
    assert suggest(again).sources[0].startswith("reply:follow-up-")


def test_a_reply_that_was_posted_with_its_sign_off_is_not_said_again() -> None:
    signed = _signed_by("Your Tarnhollow team")
    first = suggest(a_request(replies=("We look.",)), signed)
    second = suggest(a_request(replies=(first.text,)), signed)
    assert first.sources != second.sources


def test_when_everything_was_said_the_draft_says_so() -> None:
    only = SavedReply(id="only", desk="any", intents=(Intent.COMPLAINT,), text="Hi {name}!")
    prompts = sample().model_copy(update={"replies": {"en": (only,)}})
    request = a_request(prompts=prompts, replies=("Hi Wren!",))
    suggestion = suggest(request, prompts)
    assert suggestion.text == "Hi Wren!"
    assert failed(check(suggestion.text, request, prompts)).startswith("said-before: ")
