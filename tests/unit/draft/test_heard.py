"""A reply may take up how long somebody waited, what for and where: of strangers' words, nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.draft.heard import HEARD, heard_in, times_in
from chalicelib.draft.words import Folded, fold
from tests.unit.draft.requests import a_request, sample

BRAND = sample().brand.model_copy(update={"places": ("Riga", "Kraków", "東京")})


def heard(*texts: str) -> dict[str, str]:
    posts = (a_request(text, id=str(number)).posts[0] for number, text in enumerate(texts, 1))
    return heard_in(posts, BRAND)


@pytest.mark.parametrize(
    ("text", "waited"),
    [
        ("waiting 3 weeks for it", "3 weeks"),
        ("it's been a week, still nothing", "a week"),
        ("Three weeks now", "three weeks"),
        ("ON HOLD FOR 45 MINUTES", "45 minutes"),
        ("a 4 hour delay", "4 hours"),
        ("llevo tres semanas esperando", "tres semanas"),
        ("hace 3 días", "3 días"),
        ("llevo un mes", "un mes"),
        ("seit drei Wochen warte ich", "drei Wochen"),
        ("seit 1,5 Stunden", "1,5 Stunden"),
        ("j'attends depuis deux mois", "deux mois"),
        ("üç haftadır bekliyorum", "üç haftadır"),
        ("περιμένω τρεις εβδομάδες", "τρεις εβδομάδες"),
        ("περιμένω έναν μήνα", "έναν μήνα"),
        ("czekam trzy tygodnie", "trzy tygodnie"),
        ("gaidu trīs nedēļas", "trīs nedēļas"),
        ("espero há duas semanas", "duas semanas"),
        ("há um mês", "um mês"),
        ("3週間待っています", "3週間"),
        ("３か月も待って", "３か月"),
        ("もう10日も待っています", "10日"),
        ("waited 2 days, no, 2 weeks", "2 weeks"),
    ],
)
def test_a_wait_is_heard_in_ten_languages(text: str, waited: str) -> None:
    assert heard(text) == {"waited": waited}


@pytest.mark.parametrize(
    "text",
    [
        "my flight is in 2 hours",
        "we leave in about two hours",
        "2 hours left",
        "within 3 days, they said",
        "every 2 weeks",
        "sale en 2 horas",
        "dentro de unas 2 horas",
        "in 2 Stunden geht mein Flug",
        "in etwa 2 Stunden",
        "dans environ 2 heures",
        "2 saat içinde kalkıyor",
        "uçak 2 saat sonra",
        "σε 2 ώρες πετάω",
        "za 2 godziny lecę",
        "pēc 2 dienas",
        "daqui a 2 horas",
        "em cerca de 2 horas",
        "2時間後に出発",
        "あと2時間で出発",
        "30日以内",
        "3月12日に注文、13日の予定",
        "123時間、3.5時間、1/2時間",
        "¼ hours",
        "my 3 months old one, a 5 day old parcel",
        "1234 hours, 3.99 weeks, 2:30 hours",
        "https://t.example/3-weeks #3weeks @3weeks",
    ],
)
def test_what_is_to_come_or_no_time_at_all_is_no_wait(text: str) -> None:
    assert heard(text) == {}


def test_things_and_places_are_those_of_the_brands_own_lists() -> None:
    said = "The SKARN I wore in kraków leaks, unlike my old Grovenhal from Vilnius"
    assert heard(said) == {"thing": "SKARN", "place": "kraków"}
    assert heard("東京でテントが壊れた") == {"thing": "テント", "place": "東京"}


@pytest.mark.parametrize("text", ["tentsarescams", "tent_evil", "zelte9", "my stovethieves"])
def test_a_post_cannot_write_on_at_a_listed_word(text: str) -> None:
    assert heard(text) == {}
    assert heard("two tents, ein Zelt")["thing"] == "tents"


def test_the_latest_post_that_names_one_decides() -> None:
    assert heard("my tent, 2 weeks", "no, my stove", "hello?") == {"thing": "stove", "waited": "2 weeks"}


@given(
    st.lists(
        st.one_of(
            st.text(max_size=10),
            st.sampled_from(
                ["3", "two", "週間", "hours", "Skarn", "Riga", "{name}", "refund", "in", "3週間"]
            ),
        ),
        max_size=8,
    ).map(" ".join)
)
def test_nothing_but_a_number_with_a_unit_and_what_is_listed_comes_back(text: str) -> None:
    found = heard(text)
    assert set(found) <= set(HEARD)
    assert re.fullmatch(r"|(?:[\d.,]{1,4}|[a-zé]{1,8})[ -]?[^\W\d_]{1,12}", fold(found.get("waited", "")))
    listed = {"skarn", "riga"} | {fold(one) for words in BRAND.products.values() for one in words}
    assert {fold(found[name]) for name in ("thing", "place") if name in found} <= listed


@given(st.text(st.sampled_from("0123456789 ,.hoursweeks週間日"), max_size=30))
def test_every_wait_is_one_of_the_times_of_the_text(text: str) -> None:
    waited, times = heard(text).get("waited", ""), [fold(one) for one in times_in(Folded(text))]
    assert not waited or fold(waited) in times or fold(waited).removesuffix("s") in times
