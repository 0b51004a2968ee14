"""No text goes out that says something without a source, unless the person who approves vouches for it."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.case import Case
from chalicelib.domain.draft import Approach, Claim, Draft, Origin, Variant
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import State
from chalicelib.review import decide
from chalicelib.review.claims import claims_of, seal_of, stands_in, unsourced_in
from tests.support.console import BRAND, ConsoleDesk
from tests.support.values import a_draft, minutes

TEXT = "Sorry, Wren. The zip is covered for two years. We send a courier within 3 days. Write us a DM."
SOURCED = Claim(passage="The zip is covered for two years", source="knowledge:warranty")
COURIER = Claim(passage="We send a courier within 3 days.")
ELSEWHERE = Claim(passage="A voucher is waiting for you")
VARIANT = Variant(
    text="A voucher is waiting for you, Wren.",
    lang="en",
    origin=Origin.OFFLINE,
    approach=Approach.PRIVATE,
    claims=(ELSEWHERE,),
)


def claiming(case: Case | None = None, **more: object) -> Draft:
    draft = a_draft(case, "draft-claims", TEXT)
    return draft.model_copy(update={"claims": (SOURCED, COURIER), "variants": (VARIANT,), **more})


def a_claiming_case(desk: ConsoleDesk) -> Case:
    case = desk.waiting()
    return desk.presented(case, claiming(case))


def approve(desk: ConsoleDesk, case: Case, text: str, *accepted: str) -> Case:
    room = desk.services.review
    return decide.approve(room, BRAND, case.id, text=text, seen=1, who="ana", accepted=frozenset(accepted))


def test_a_passage_without_a_source_is_accepted_by_name_and_the_event_holds_no_text() -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    with pytest.raises(BadInputError, match="We send a courier within 3 days"):
        approve(desk, case, TEXT)
    assert desk.case(case).state is State.WAITING
    seal = seal_of(case.id, COURIER)
    approve(desk, case, TEXT, seal, "a seal of something else")
    event = desk.store.dossier(BRAND, case.id).events[-1]
    assert (event.who, event.facts[f"vouched for {seal}"]) == ("ana", "yes")
    assert sum(fact.startswith("vouched") for fact in event.facts) == 1
    assert "courier" not in event.model_dump_json().lower()


def test_a_passage_that_was_taken_out_needs_nobody() -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    assert approve(desk, case, "Sorry, Wren. The zip is covered for two years.").state is State.APPROVED


def test_a_hand_off_needs_it_as_well() -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    with pytest.raises(BadInputError, match="courier"):
        decide.hand_off(desk.services.review, BRAND, case.id, text=TEXT, seen=1, who="ana")
    accepted = frozenset({seal_of(case.id, COURIER)})
    decide.hand_off(desk.services.review, BRAND, case.id, text=TEXT, seen=1, who="ana", accepted=accepted)
    assert desk.case(case).state is State.HANDED_OFF


def test_a_variants_passages_count_where_its_text_is_used() -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    with pytest.raises(BadInputError, match="voucher"):
        approve(desk, case, VARIANT.text)
    approve(desk, case, VARIANT.text, seal_of(case.id, ELSEWHERE))


def test_an_earlier_drafts_passage_still_counts_until_a_newer_one_names_its_source() -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    desk.now += minutes(1)
    desk.presented(case, a_draft(case, "draft-later", "Write us a DM."))
    dossier = desk.store.dossier(BRAND, case.id)
    assert COURIER in unsourced_in(dossier, TEXT)
    backed = COURIER.model_copy(update={"source": "knowledge:couriers"})
    desk.now += minutes(1)
    desk.presented(case, claiming(case, id="draft-last", claims=(backed,)))
    assert COURIER not in unsourced_in(desk.store.dossier(BRAND, case.id), TEXT)


def test_a_passage_with_a_source_in_one_variant_only_has_none() -> None:
    desk = ConsoleDesk()
    case = desk.waiting()
    bare = VARIANT.model_copy(update={"claims": (SOURCED.model_copy(update={"source": None}),)})
    desk.presented(case, claiming(case, variants=(bare,)))
    assert [one.source for one in claims_of(desk.store.dossier(BRAND, case.id))] == [None, None]


@pytest.mark.parametrize(
    ("passage", "text", "stands"),
    [
        ("within 3 days", "WITHIN\u00a03\n days!", True),
        ("Gwarancja: łącznie 2 lata", "gwarancja łacznie 2 lata", True),
        ("costs 5 €", "it costs 5 %", False),
        ("İade ücretsiz", "iade ucretsiz.", True),
        ("返品無料", "はい、返品無料です。", True),
        ("within 3 days", "with\u200bin 3 days", True),
        ("within 3 days", "within a few days", False),
        ("3 days", "within 13 days", False),
        ("by 3", "by 30", False),
        ("…", "anything…", False),
    ],
)
def test_when_a_passage_still_stands(passage: str, text: str, stands: bool) -> None:
    assert stands_in(passage, text) is stands


SPELLINGS = st.sampled_from(
    [
        str.upper,
        str.lower,
        str.swapcase,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u2003 \n"),
        lambda text: text.replace("e", "é").replace("a", "å"),
        lambda text: text.replace(".", "!!"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    claims=st.sets(st.sampled_from([SOURCED, COURIER, ELSEWHERE]), min_size=1),
    spell=SPELLINGS,
    around=st.text(max_size=40),
    accepts=st.sets(st.sampled_from([SOURCED, COURIER, ELSEWHERE])),
)
def test_nothing_without_a_source_can_be_approved_unless_it_was_accepted(
    claims: set[Claim], spell: Callable[[str], str], around: str, accepts: set[Claim]
) -> None:
    desk = ConsoleDesk()
    case = a_claiming_case(desk)
    text = " ".join((around, *(spell(one.passage) for one in claims), around))
    missing = {one for one in claims if one.source is None} - accepts
    seals = (seal_of(case.id, one) for one in accepts)
    try:
        approve(desk, case, text, *seals)
    except BadInputError:
        assert desk.case(case).approval_id is None
    else:
        assert not missing
