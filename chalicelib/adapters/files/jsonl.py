"""JSON lines in and out: bounded memory, every fault with its file and line, and no half-written file."""

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from chalicelib.domain.errors import BadInputError

LONGEST_LINE = 1_000_000
STANDARD_STREAM = "-"

Line = dict[str, Any]
Write = Callable[[Line], None]


def read_lines(path: str | Path) -> Iterator[tuple[int, Line]]:
    """The objects of a file (`-`: standard input) with their line numbers, from 1. Empty lines are skipped.

    Raises BadInputError for a file that cannot be read and for a line that is over 1 MB, is not UTF-8, is not
    JSON or is not an object. Holds one line at a time.
    """
    name = _shown(path)
    try:
        with _source(path) as source:
            for number, raw in enumerate(iter(lambda: source.readline(LONGEST_LINE + 1), b""), 1):
                if line := raw.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else raw.strip():
                    yield number, _parsed(line, raw, name, number)
    except OSError as problem:
        raise BadInputError(f"cannot be read: {_reason(problem)}; check the path", file=name) from problem


def read_posts(path: str | Path, *, needs_id: bool = True) -> Iterator[tuple[int, Line]]:
    """The posts of a file, each with a non-empty `text`, and an `id` (text or a number, given back as text).

    Raises BadInputError as `read_lines` does, and for a post without them.
    """
    name = _shown(path)
    for number, post in read_lines(path):
        _must_have_text(post, name, number)
        if needs_id or post.get("id") is not None:
            post["id"] = _id_of(post, name, number)
        yield number, post


@contextmanager
def write_lines(path: str | Path) -> Iterator[Write]:
    """A function that writes one object a line to the file (`-`: standard output).

    The file appears whole when the block ends well; otherwise nothing is left of it, and one that was there
    before stays as it was. Raises BadInputError when it cannot be written, as on a full disk.
    """
    name = _shown(path)
    try:
        with _sink(path) as sink:
            yield lambda line: _write(sink, line, name)
    except BrokenPipeError:  # Whoever reads has had enough; nothing is wrong with the place.
        raise
    except OSError as problem:
        raise _unwritable(problem, name) from problem


def _write(sink: IO[bytes], line: Line, name: str) -> None:
    # Half of a surrogate pair cannot be written as UTF-8; a question mark takes its place.
    encoded = json.dumps(line, ensure_ascii=False).encode("utf-8", errors="replace")
    try:
        sink.write(encoded + b"\n")
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise _unwritable(problem, name) from problem


@contextmanager
def _source(path: str | Path) -> Iterator[IO[bytes]]:
    if str(path) == STANDARD_STREAM:
        yield sys.stdin.buffer
        return
    with open(path, "rb") as source:
        yield source


@contextmanager
def _sink(path: str | Path) -> Iterator[IO[bytes]]:
    if str(path) == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(os.path.realpath(path))
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        with open(target, "wb") as device:  # A device or a pipe cannot be replaced by a file.
            yield device
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _parsed(line: bytes, raw: bytes, name: str, number: int) -> Line:
    if len(raw) > LONGEST_LINE:
        raise BadInputError("the line is longer than 1 MB; one post a line", file=name, line=number)
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise BadInputError(
            f"byte {problem.start + 1} is not UTF-8; save the file as UTF-8", file=name, line=number
        ) from problem
    except (ValueError, RecursionError) as problem:
        place = f" at column {problem.colno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise BadInputError(
            f'not readable as JSON{place}; each line must be one object such as {{"id": "1", "text": "…"}}',
            file=name,
            line=number,
        ) from problem
    if not isinstance(value, dict):
        raise BadInputError('not a JSON object; write {"id": "1", "text": "…"}', file=name, line=number)
    return value


def _must_have_text(post: Line, name: str, number: int) -> None:
    if "text" not in post:
        raise BadInputError("the post has no 'text'; add what was said", file=name, line=number)
    text = post["text"]
    if not isinstance(text, str):
        raise BadInputError("'text' is not a string; put it in quotes", file=name, line=number)
    if not text.strip():
        raise BadInputError("'text' is empty; leave the post out or add its text", file=name, line=number)


def _id_of(post: Line, name: str, number: int) -> str:
    given = post.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str) or not given:
        raise BadInputError("the post has no usable 'id'; give it one as text", file=name, line=number)
    return given


def _unwritable(problem: OSError, name: str) -> BadInputError:
    return BadInputError(
        f"cannot be written: {_reason(problem)}; make room or choose another place", file=name
    )


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()


def _shown(path: str | Path) -> str:
    return "standard stream" if str(path) == STANDARD_STREAM else str(path)
