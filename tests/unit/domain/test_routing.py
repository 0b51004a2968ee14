"""The routing table: which rule decides, whatever the verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.routing import Matter, Route, Then, When, default_table, first_that_holds
from chalicelib.domain.verdict import Addressed, Intent, Risk, Sentiment, Verdict
from tests.support.values import a_verdict

SHARES = st.floats(0, 1)
NAMES = ("tents", "boots", "delivery")
LANGUAGES = ("en", "de", "und")


def some(values: object) -> st.SearchStrategy[tuple[object, ...]]:
    """Nothing, or a few of these."""
    return st.lists(st.sampled_from(list(values)), max_size=2, unique=True).map(tuple)  # type: ignore[call-overload]


VERDICTS = st.builds(
    lambda **values: Verdict.model_validate(a_verdict().model_dump() | values),
    intent=st.sampled_from(list(Intent)),
    sentiment=st.sampled_from(list(Sentiment)),
    addressed=st.sampled_from(list(Addressed)),
    risk=st.lists(st.sampled_from([*Risk, "something new"]), max_size=3).map(tuple),
    lang=st.one_of(st.sampled_from([*LANGUAGES, "zh-Hant", ""]), st.text(max_size=4)),
    topic=st.sampled_from([None, *NAMES]),
    product=st.sampled_from([None, *NAMES]),
    urgency=SHARES,
    confidence=SHARES,
    needs_reply=st.booleans(),
)
MATTERS = st.builds(
    Matter, verdict=VERDICTS, search=st.sampled_from([None, *NAMES]), about_an_order=st.booleans()
)
CONDITIONS = st.builds(
    When,
    intents=some(Intent),
    sentiments=some(Sentiment),
    risks=some(Risk),
    languages=some(LANGUAGES),
    addressed=some(Addressed),
    topics=some(NAMES),
    products=some(NAMES),
    searches=some(NAMES),
    urgency_at_least=st.none() | SHARES,
    confidence_at_least=st.none() | SHARES,
    confidence_below=st.none() | SHARES,
    needs_reply=st.none() | st.booleans(),
    about_an_order=st.none() | st.booleans(),
)
TABLES = st.lists(CONDITIONS, max_size=6).map(
    lambda conditions: tuple(
        Route(name=f"rule {number}", when=when, then=Then()) for number, when in enumerate(conditions)
    )
)


@given(TABLES, MATTERS)
def test_the_first_rule_that_holds_decides_and_one_always_does(
    table: tuple[Route, ...], matter: Matter
) -> None:
    chosen = first_that_holds(table, ("sales", "support"), matter)
    whole = (*table, *default_table(("sales", "support")))
    before = whole[: whole.index(chosen)]
    assert chosen.when.holds(matter)
    assert not any(route.when.holds(matter) for route in before)


@given(CONDITIONS, MATTERS)
def test_a_rule_holds_when_each_of_its_conditions_does_alone(when: When, matter: Matter) -> None:
    alone = [When.model_validate({name: value}) for name, value in when if value not in ((), None)]
    assert when.holds(matter) == all(one.holds(matter) for one in alone)


HELD = a_verdict(risk=("press",), lang="de-AT", urgency=0.5).model_copy(
    update={"topic": "delivery", "product": "tents", "confidence": 0.6, "addressed": Addressed.TO_US}
)


@pytest.mark.parametrize(
    ("holds", "fails"),
    [
        ({"intents": ["praise", "complaint"]}, {"intents": ["praise"]}),
        ({"sentiments": ["negative"]}, {"sentiments": ["positive"]}),
        ({"risks": ["legal", "press"]}, {"risks": ["legal"]}),
        ({"languages": ["de"]}, {"languages": ["en"]}),
        ({"addressed": ["to_us"]}, {"addressed": ["about_us", "neither"]}),
        ({"topics": ["delivery"]}, {"topics": ["tents"]}),
        ({"products": ["tents"]}, {"products": ["delivery"]}),
        ({"searches": ["mentions"]}, {"searches": ["buying"]}),
        ({"urgency_at_least": 0.5}, {"urgency_at_least": 0.51}),
        ({"confidence_at_least": 0.6}, {"confidence_at_least": 0.61}),
        ({"confidence_below": 0.61}, {"confidence_below": 0.6}),
        ({"needs_reply": True}, {"needs_reply": False}),
        ({"about_an_order": True}, {"about_an_order": False}),
    ],
)
def test_what_a_condition_asks_for(holds: dict[str, object], fails: dict[str, object]) -> None:
    matter = Matter(HELD, "mentions", about_an_order=True)
    assert When.model_validate(holds).holds(matter)
    assert not When.model_validate(fails).holds(matter)
    assert set(holds) == set(fails)


def test_every_condition_is_tried_above() -> None:
    (marks,) = [
        mark
        for mark in test_what_a_condition_asks_for.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    ]
    assert {name for holds, _ in marks.args[1] for name in holds} == set(When.model_fields)
