"""JSON lines in and out, and everything that may be wrong with them."""

import json
from pathlib import Path

import pytest

from chalicelib.adapters.files.jsonl import LONGEST_LINE, Line, read_lines, read_posts, write_lines
from chalicelib.domain.errors import BadInputError

GOOD = b'{"id": "1", "text": "good"}\n'


def a_file(folder: Path, content: bytes) -> Path:
    """A file with this content."""
    path = folder / "posts.jsonl"
    path.write_bytes(content)
    return path


def copy(lines: list[Line], target: str | Path, stop: Exception | None = None) -> None:
    """Write the lines, then fail if told to."""
    with write_lines(target) as write:
        for line in lines:
            write(line)
        if stop:
            raise stop


def test_lines_come_with_their_numbers_and_empty_ones_are_skipped(tmp_path: Path) -> None:
    path = a_file(tmp_path, b"\xef\xbb\xbf" + GOOD + b"\n  \n" + b'{"id": 7, "text": "no line end"}')
    assert [(number, post["id"]) for number, post in read_posts(path)] == [(1, "1"), (4, "7")]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{bad", "not readable as JSON at column 2"),
        (b"[" * 100_000, "not readable as JSON"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x"}', "not readable as JSON"),
        (b'{"id": "1", "text": "\xff"}', "byte 22 is not UTF-8"),
        (b'["id", "text"]', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"id": "1"}', "no 'text'"),
        (b'{"id": "1", "text": 5}', "'text' is not a string"),
        (b'{"id": "1", "text": " "}', "'text' is empty"),
        (b'{"text": "x"}', "no usable 'id'"),
        (b'{"id": true, "text": "x"}', "no usable 'id'"),
        (b'{"id": "", "text": "x"}', "no usable 'id'"),
        (b'{"id": "1", "text": "' + b"x" * 10 * LONGEST_LINE + b'"}', "longer than 1 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "line",
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, line: bytes, complaint: str) -> None:
    path = a_file(tmp_path, GOOD + line + b"\n" + GOOD)
    with pytest.raises(BadInputError) as told:
        list(read_posts(path))
    assert str(told.value).startswith(f"{path}:2: ")
    assert complaint in str(told.value)


def test_an_id_is_only_asked_for_where_it_is_needed(tmp_path: Path) -> None:
    path = a_file(tmp_path, b'{"text": "x"}')
    assert list(read_posts(path, needs_id=False)) == [(1, {"text": "x"})]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        list(read_lines(tmp_path / name))


def test_what_was_written_is_there_whole_at_the_end_and_not_before(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with write_lines(target) as write:
        write({"text": "größer", "half": "\ud83d"})
        assert not target.exists()
    assert json.loads(target.read_text(encoding="utf-8")) == {"text": "größer", "half": "?"}
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_failure_leaves_what_was_there_before(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    with pytest.raises(BadInputError, match="bad line"):
        copy([{"a": 1}], target, stop=BadInputError("bad line"))
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_full_disk_is_told_with_the_files_name() -> None:
    with pytest.raises(BadInputError, match="/dev/full: cannot be written: no space left"):
        copy([{"text": "x" * 100}] * 10_000, "/dev/full")


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be written"):
        copy([], tmp_path / "no" / "out.jsonl")
    assert list(tmp_path.iterdir()) == []
