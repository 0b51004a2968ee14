"""The committed report is what triage does today, agrees with its page and picture, and holds no text."""

import json
import re
import warnings
from pathlib import Path

import pytest

from chalicelib.domain.errors import BadInputError
from evals.measured import main_figures
from evals.page import page
from evals.plot import mark_of
from evals.report import PAGE, PICTURE, REPORT, load
from evals.sets import data_folder, read, untaught
from evals.stages import STAGES, TOGETHER
from evals.targets import TARGETS
from evals.tasks import TASKS
from training.posts import teaches

AGAIN = "run `make eval`, read docs/evaluation.md again and commit it"
A_FALL = 1.0


@pytest.mark.timeout(300)
def test_no_main_figure_has_fallen_by_more_than_a_point(earshot_data: Path) -> None:
    (together,) = (judge for judge in STAGES if judge.name == TOGETHER)
    before, now = load().checked, main_figures(earshot_data, together)
    assert set(now) == set(before), AGAIN
    moved = {name: now[name] - before[name] for name in now if abs(now[name] - before[name]) > A_FALL}
    fallen = {name: round(by, 2) for name, by in moved.items() if by < 0}
    assert not fallen, f"fell by more than a point: {fallen}; if that is meant, {AGAIN}"
    if moved:
        warnings.warn(f"rose: {moved}; {AGAIN}", stacklevel=1)


def test_spam_is_measured_on_what_did_not_teach(earshot_data: Path) -> None:
    lines = (earshot_data / "labelled" / "spam.jsonl").read_text(encoding="utf-8").split("\n")
    taught = {row["text"] for row in map(json.loads, filter(None, lines)) if teaches(row["id"])}
    measured = {row.text for row in read(earshot_data, "spam")}
    assert len(measured) > 500
    assert taught
    assert not taught & measured


def test_a_message_that_repeats_a_taught_one_does_not_measure() -> None:
    taught = next(str(number) for number in range(1_000) if teaches(str(number)))
    others = [str(number) for number in range(1_000) if not teaches(str(number))][:2]
    rows = [
        {"id": taught, "text": "Win 100 now!"},
        {"id": others[0], "text": "win 250 NOW"},
        {"id": others[1], "text": "See you at six"},
    ]
    assert [row["id"] for row in untaught(rows)] == [others[1]]


def test_the_page_and_the_picture_are_those_of_the_report() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(load()), AGAIN
    assert mark_of(load()) in PICTURE.read_text(encoding="utf-8"), AGAIN


def test_the_page_ends_with_every_target() -> None:
    ending = PAGE.read_text(encoding="utf-8").rstrip().splitlines()[-len(TARGETS) :]
    for line, target in zip(ending, TARGETS, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[:2] == [target.what, f"{target.least:g}"]
        assert (cells[4] == "met") is (float(cells[2]) >= target.least)


def test_every_task_is_reported_for_what_runs() -> None:
    told = {(line.task, line.part) for line in load().lines if line.judge == TOGETHER}
    assert told >= {(task.name, part.name) for task in TASKS for part in task.parts}


def test_the_report_holds_no_post(earshot_data: Path) -> None:
    written = REPORT.read_text(encoding="utf-8") + PAGE.read_text(encoding="utf-8")
    texts = {row.text for task in TASKS for row in read(earshot_data, task.source)}
    assert not [text for text in texts if len(text) > 30 and text in written]
    assert not re.search(r"https?://t\.co", written)


def test_without_the_sets_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EARSHOT_DATA", raising=False)
    with pytest.raises(BadInputError, match="set EARSHOT_DATA to the folder"):
        data_folder()
