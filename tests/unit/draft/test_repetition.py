"""Two people who compare notes do not find the same words, and nobody in a case reads them twice."""

from datetime import timedelta

from chalicelib.domain.learnt import Learnt
from chalicelib.draft.checks import check, failed
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.repetition import LATELY, said_to_others
from chalicelib.ports import Context, DraftRequest, Suggestion
from tests.support.values import NOW, a_learnt
from tests.unit.draft.requests import a_request, in_language, sample
from tests.unit.draft.test_offline import LANGUAGES, brand_without_words

TEXT = "That is a long wait, Wren. Send us a DM with your order number and I'll see where it is."


def lately(*learnt: Learnt, request: DraftRequest | None = None) -> DraftRequest:
    return (request or a_request())._replace(context=Context(NOW, learnt=learnt))


def test_nearly_the_same_words_to_another_are_found() -> None:
    reply = TEXT.replace("Wren", "Jo")
    assert said_to_others(TEXT, lately(a_learnt("x:9", reply=reply))) == reply
    found = check(TEXT, lately(a_learnt("x:9", reply=reply)), sample(), lang="en")
    assert failed(found) == f"near-duplicate: {reply}"


def test_other_words_old_ones_and_those_to_this_very_post_are_none() -> None:
    old = a_learnt("x:9", reply=TEXT, at=NOW - LATELY - timedelta(seconds=1))
    just = a_learnt("x:9", reply=TEXT, at=NOW - LATELY)
    same_post = a_learnt("x:1001", reply=TEXT)
    other = a_learnt("x:9", reply="How annoying. A photo of the seam helps us to tell what happened.")
    assert [said_to_others(TEXT, lately(one)) for one in (old, same_post, other)] == [None] * 3
    assert said_to_others(TEXT, lately(just)) == TEXT
    assert said_to_others(TEXT, a_request()) is None
    assert said_to_others("", lately(just)) is None


def test_the_offline_drafter_takes_another_variant_for_the_next_person() -> None:
    prompts = brand_without_words()
    for language in LANGUAGES:
        told: list[Learnt] = []
        said: list[Suggestion] = []
        for number in range(3):
            request = a_request(
                prompts.replies[language][0].topics[0],
                id=str(number),
                verdict=in_language(language),
                prompts=prompts,
            )
            said.append(OfflineDrafter(prompts).suggest(lately(*told, request=request)))
            told.append(a_learnt(f"x:{number}", reply=said[-1].text, lang=language))
        assert len({one.sources for one in said}) == 3, language


def test_what_everybody_was_told_is_said_again_and_the_check_says_so() -> None:
    told = [
        a_learnt(f"x:{number}", reply=reply.text.format(name="Jo", account="", website="", brand=""))
        for number, reply in enumerate(sample().replies["en"], 1)
    ]
    request = lately(*told, request=a_request("my parcel is late", id="999"))
    suggestion = OfflineDrafter(sample()).suggest(request)
    assert suggestion.sources[0] == "reply:late-delivery"
    checks = check(suggestion.text, request, sample(), lang="en", sources=suggestion.sources)
    assert failed(checks).startswith("near-duplicate: ")
