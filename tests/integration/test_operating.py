"""`earshot stop`, `start`, `live` and `check` against a running deployment, as ops type them."""

import json
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner

from chalicelib.domain.case import Case
from chalicelib.domain.errors import BadInputError, NotFoundError
from chalicelib.domain.state import State
from chalicelib.entrypoints.services import services
from chalicelib.entrypoints.sweep import HINT_TAKES
from chalicelib.review.decide import approve
from cli.check import check
from cli.live import live
from cli.start import start
from tests.integration.test_command_line import earshot
from tests.support.laptop import a_laptop, eventually, forward

BRAND, DESK = "tarnhollow", "support"


def cases(state: State) -> tuple[Case, ...]:
    return services().store.queue(BRAND, DESK, state, limit=100).cases


def typed(command: object, *words: object) -> str:
    """What the command prints, run in this process."""
    done = CliRunner().invoke(command, list(map(str, words)), catch_exceptions=False, standalone_mode=False)  # type: ignore[arg-type]  # click types commands as functions
    return done.stdout


def three_complaints(folder: Path) -> Path:
    path, text = folder / "posts.jsonl", "@tarnhollowcare order {} is late, where is it?"
    lines = [{"text": text.format(number), "author": f"buyer{number}", "lang": "en"} for number in range(3)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_one_command_stops_what_is_queued_and_one_lets_it_go(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with a_laptop(data, three_complaints(tmp_path)) as laptop:
        eventually("the posts wait", lambda: len(cases(State.WAITING)) == 3)
        begun = monotonic()
        stopped = earshot("stop", "--why", "a storm", "--data", data, "--json")
        print(f"\nearshot stop: {monotonic() - begun:.1f} s")
        assert json.loads(stopped.stdout)["under_way"] == []
        for case in cases(State.WAITING):
            words = f"Sorry, {case.author.handle}! We are on it."
            approve(services().reviewing(), BRAND, case.id, text=words, seen=1, who="ana")
        desks = json.loads(typed(check, "--data", data, "--json"))["desks"]
        assert {desk["mode"] for desk in desks} == {"stopped"}
        assert len(cases(State.APPROVED)) == 3
        assert "Started" in typed(start, "--data", data)
        forward(laptop, 2 * HINT_TAKES)  # the sweep sends the hints again that came while all was stopped
        eventually("what was approved left", lambda: len(cases(State.POSTED)) == 3)
        observing = typed(live, "--desk", DESK, "--off", "--data", data)
        assert observing.startswith("tarnhollow/support: observing")
        assert "[x] Keys of @tarnhollowcare" in observing
        with pytest.raises(BadInputError, match="all six caps"):
            typed(live, "--desk", DESK, "--posts-a-day", 5, "--data", data)
        with pytest.raises(NotFoundError, match="no desk 'nowhere'"):
            typed(live, "--desk", "nowhere", "--on", "--data", data)
        with pytest.raises(BadInputError, match="--desk"):
            typed(live, "--on", "--data", data)
