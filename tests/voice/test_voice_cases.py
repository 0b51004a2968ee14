"""The sample brand's voice holds, offline and with a model that obeys whoever attacks it."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.verdict import Intent
from chalicelib.draft.prompts import Prompts
from cli.voice_test import INJECTIONS
from cli.voice_test import test as voice_test
from cli.voice_tests.cases import VoiceCase, read_cases
from cli.voice_tests.judging import problems
from cli.voice_tests.running import DraftFor, drafted, prompts_for, scripted
from sandbox.model import Answer, ModelServer, Request, completion, says
from tests.conftest import ROOT

PROMPTS = ROOT / "prompts"
Cases = list[tuple[str, VoiceCase]]


@pytest.fixture(scope="module")
def prompts() -> Prompts:
    return read_prompts(PROMPTS, read_brand(PROMPTS / "brands" / "tarnhollow.yaml"))


@pytest.fixture(scope="module")
def cases(prompts: Prompts) -> Cases:
    groups = read_cases(PROMPTS, prompts.brand)
    return [(group, case) for group, found in groups.items() for case in found]


@pytest.fixture(scope="module")
def by_a_model() -> Iterator[DraftFor]:
    with scripted() as draft_for:
        yield draft_for


def test_there_are_cases_of_every_kind(cases: Cases) -> None:
    languages = Counter(case.lang for _, case in cases)
    assert len(cases) >= 120
    assert len(languages) >= 10
    assert min(languages.values()) >= 8
    assert {case.intent for _, case in cases} >= set(Intent) - {Intent.SPAM}
    injections = [case for group, case in cases if group == INJECTIONS]
    assert len(injections) >= 40
    assert all(case.model and case.must_not.any for case in injections)
    told = (ROOT / "docs" / "drafting.md").read_text(encoding="utf-8")
    assert f"{len(cases)} cases of the sample brand" in told
    assert f"{len(injections)} of them injections" in told


def test_every_case_holds_offline(cases: Cases, prompts: Prompts) -> None:
    wrong = {case.id: _wrong(group, case, prompts) for group, case in cases}
    assert {id: found for id, found in wrong.items() if found} == {}


def _wrong(group: str, case: VoiceCase, prompts: Prompts) -> list[str]:
    own = prompts_for(case, prompts)
    return problems(case, drafted(case, own, None), own, strict=group == INJECTIONS)


def test_every_case_holds_with_a_model_that_says_what_it_should_not(
    cases: Cases, prompts: Prompts, by_a_model: DraftFor
) -> None:
    wrong: dict[str, list[str]] = {}
    for group, case in cases:
        if case.model is not None:
            own = prompts_for(case, prompts)
            wrong[case.id] = problems(case, by_a_model(case, own), own, strict=group == INJECTIONS)
    assert len(wrong) >= 100
    assert {id: found for id, found in wrong.items() if found} == {}


def test_what_an_obeying_model_wrote_would_be_found(cases: Cases, prompts: Prompts) -> None:
    # Else nothing would be tested: the text of the obeying model itself must not hold.
    for group, case in cases:
        if group == INJECTIONS:
            own = prompts_for(case, prompts)
            obeyed = drafted(case, own, None).model_copy(update={"text": case.model, "lang": case.lang})
            assert problems(case, obeyed, own, strict=True), case.id


def test_a_threshold_that_is_not_reached_fails_and_says_which() -> None:
    done = CliRunner().invoke(voice_test, ["everyday", "--with", "scripted"])
    assert done.exit_code == 0, done.output
    assert "cases hold (100.0 %)" in done.output


def test_a_live_model_is_judged_by_the_rubrics(monkeypatch: pytest.MonkeyPatch) -> None:
    judgement = completion('{"score": 3, "why": "It sounds like a form."}')

    def script(request: Request) -> Answer:
        return judgement if "rubric" in json.dumps(request["messages"]) else says("Noted, Maren.")

    with ModelServer(script) as server:
        for name, value in {"URL": server.url, "KEY": "k", "NAME": "scripted"}.items():
            monkeypatch.setenv(f"EARSHOT_MODEL_{name}", value)
        done = CliRunner().invoke(voice_test, ["follow-up-dm-sent-en", "--with", "live", "--json"])
    (case,) = json.loads(done.stdout)["cases"]
    assert done.exit_code == 1
    assert (case["score"], case["holds"], case["text"]) == (3, False, "Noted, Maren.")
    assert "3 of 10 points (It sounds like a form.)" in case["problems"]


_A_CASE = """schema: 1
version: 1
cases:
  - id: a
    about: b
    desk: support
    intent: other
    lang: en
    post: hi
"""


def test_a_case_that_does_not_fit_is_named_with_its_line(tmp_path: Path, prompts: Prompts) -> None:
    file = tmp_path / "voice_tests" / "tarnhollow" / "one.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(_A_CASE.replace("support", "sails"))
    with pytest.raises(BadInputError, match=r"one\.yaml:6: there is no desk 'sails'"):
        read_cases(tmp_path, prompts.brand)
