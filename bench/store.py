"""How fast both stores commit a change and read a page of the queue: `python -m bench.store [CASES]`.

Each figure is also a ratio to a plain boto3 call of the same size (put_item, query) on the same emulator in
the same run, so that it says the same on a slow machine and on a fast one. Medians; smaller is better.
"""

import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.change import Change
from chalicelib.domain.post import Post
from chalicelib.domain.state import State
from chalicelib.ports import Store
from sandbox.emulator import REGION, Emulator
from tests.support.values import BRAND, DESK, NOW, a_post, an_opening, heard, minutes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CASES = 300
PAGE = 25
PAGES = 60
TABLE, PLAIN = "bench", "bench-plain"


class Stopwatch:
    """How long something takes, each time it is done."""

    def __init__(self) -> None:
        self._spans: list[float] = []
        self._begun = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._spans.append(time.perf_counter() - self._begun)

    @property
    def typical(self) -> float:
        """The median, in seconds."""
        return median(self._spans)


class Times(NamedTuple):
    """What one write and the reading of one page take, in seconds."""

    write: float
    page: float


def posts(count: int) -> list[Post]:
    """Posts by as many people, over several hours."""
    return [
        a_post(str(10_000 + number), author=number, created_at=NOW + minutes(number))
        for number in range(count)
    ]


def plainly(client: "DynamoDBClient", openings: list[Change]) -> Times:
    """A put_item of a case's size, and a query for a partition of one page of them."""
    create_table(client, PLAIN)
    write, page = Stopwatch(), Stopwatch()
    for number, opening in enumerate(openings):
        body = opening.case.model_dump_json()
        with write:
            client.put_item(
                TableName=PLAIN,
                Item={"pk": {"S": str(number // PAGE)}, "sk": {"S": opening.case.id}, "body": {"S": body}},
            )
    for _ in range(PAGES):
        with page:
            client.query(
                TableName=PLAIN,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": "0"}},
                Limit=PAGE,
            )
    return Times(write.typical, page.typical)


def in_store(store: Store, heard_posts: list[Post], openings: list[Change]) -> Times:
    """A commit that opens a case, and a page of the queue."""
    store.add_posts(BRAND, heard_posts, "page 1", NOW)
    write, page = Stopwatch(), Stopwatch()
    for opening in openings:
        with write:
            store.commit(opening)
    for _ in range(PAGES):
        with page:
            found = store.queue(BRAND, DESK, State.DRAFTING, limit=PAGE)
        assert len(found.cases) == PAGE
    return Times(write.typical, page.typical)


def line(name: str, times: Times, base: Times) -> str:
    """The times in milliseconds, and as ratios to the plain calls."""
    return (
        f"{name:<28} write {times.write * 1e3:7.2f} ms  {times.write / base.write:6.2f}x"
        f"   page {times.page * 1e3:7.2f} ms  {times.page / base.page:6.2f}x"
    )


def main() -> None:
    """Measure the plain calls, the twin and the table, and print one line each."""
    heard_posts = posts(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
    openings = [an_opening(heard(post)) for post in heard_posts]
    print(f"{len(openings)} cases, pages of {PAGE}")
    with TemporaryDirectory() as folder, Emulator(Path(folder), snapshot_seconds=3_600) as emulator:
        client = dynamodb_client(REGION, emulator.endpoint)
        create_table(client, TABLE)
        base = plainly(client, openings)
        print(line("put_item, query (baseline)", base, base))
        print(line("in-memory twin", in_store(MemoryStore(), heard_posts, openings), base))
        print(
            line("table on the emulator", in_store(DynamoStore(TABLE, client), heard_posts, openings), base)
        )


if __name__ == "__main__":
    main()
