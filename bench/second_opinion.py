"""Tokens for second opinions where worth it, beside asking each time: `python -m bench.second_opinion`.

A scripted model over HTTP, which knows the labels and is right nine times in ten, stands in for a real one.
With EARSHOT_DATA it takes 1,000 posts of the airline set (negative: needs a reply) and the complaint set, or
else sentences made up here.
"""

import json
import os
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pydantic import SecretStr

from chalicelib.adapters.openai.opinion import OpenAISecondOpinion
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.ports import Opinion, OpinionRequest
from chalicelib.triage.judge import judge
from chalicelib.triage.second import weighed, worth_asking
from sandbox.model import Answer, ModelServer, Request, opines
from tests.support.rig import BRAND

RIGHT = 0.9
SAMPLE = 1_000
# A token is about four characters of English.
CHARACTERS_A_TOKEN = 4
_AN_ANSWER = 40
FEWER_AT_LEAST, POINTS_AT_MOST = 70.0, 1.0
MADE_UP = {
    "@brand my parcel never arrived and nobody answers, I want a refund before Friday!": True,
    "@brand the heater you sold me burned my hand": True,
    "so the app ate my booking again, brilliant": True,
    "thanks for nothing I suppose, @brand": True,
    "just a walk along the river, the light was lovely today": False,
    "@brand you are the best, thank you so much for the quick help": False,
    "RT @brand: our new tents are here": False,
    "win a free phone now, click http://prize.example": False,
}


class Post(NamedTuple):
    """A post, and whether its label says that it needs a reply."""

    text: str
    needs: bool


class Heard(NamedTuple):
    """A post with triage's own verdict, and what the model said of it."""

    post: Post
    verdict: Verdict
    opinion: Opinion

    @property
    def asked(self) -> bool:
        """Whether the cascade would have asked."""
        return worth_asking(self.verdict, self.post.text) is not None


class Way(NamedTuple):
    """What a way of asking comes to: tokens for 1,000 posts, recall and false alarms in percent."""

    tokens: float
    recall: float
    alarms: float


def airline(folder: Path) -> list[Post]:
    """A sample, always the same, of the airline posts."""
    rows = _rows(folder / "airline.jsonl")
    return [Post(row["text"], row["label"] == "negative") for row in random.Random(4).sample(rows, SAMPLE)]


def complaints(folder: Path) -> list[Post]:
    """The complaint set."""
    return [Post(row["text"], row["label"] == "complaint") for row in _rows(folder / "complaints.jsonl")]


def made_up() -> list[Post]:
    """The sentences of this file, each a few times."""
    return [Post(f"{text} {number}", needs) for text, needs in MADE_UP.items() for number in range(10)]


def listen(posts: Sequence[Post]) -> list[Heard]:
    """Judge each post, and ask the scripted model about each over HTTP."""
    needs = dict(posts)
    with ModelServer(lambda request: answer(request, needs)) as server:
        secret = ModelSecret(key=SecretStr("bench"), name="scripted", url=server.url)
        model = OpenAISecondOpinion(lambda anew=False: secret, timeout=10)
        return [_heard(post, model) for post in posts]


def answer(request: Request, needs: dict[str, bool]) -> Answer:
    """What the label says, or in one of ten cases the opposite, always the same for a text."""
    told = request["messages"][1]["content"]
    text = json.loads(told[told.index("\n") : told.rindex("\n")])["post"]["text"]
    right = random.Random(crc32(text.encode())).random() < RIGHT
    reply = needs[text] is right
    intent = Intent.COMPLAINT if reply else Intent.OTHER
    return opines(
        intent, reply, tokens=(_tokens(request["messages"], request["response_format"]), _AN_ANSWER)
    )


def _tokens(*asked: object) -> int:
    return sum(len(json.dumps(one, ensure_ascii=False)) for one in asked) // CHARACTERS_A_TOKEN


def ways(heard: Sequence[Heard]) -> dict[str, Way]:
    """Triage alone, the cascade, and asking each time: obeyed as it is, and weighed."""
    every = [one.opinion.usage.tokens for one in heard]
    cascade = [one.opinion.usage.tokens if one.asked else 0 for one in heard]
    return {
        "triage alone": _way(heard, [0], lambda one: one.verdict.needs_reply),
        "cascade": _way(heard, cascade, _in_cascade),
        "asked each time": _way(heard, every, lambda one: one.opinion.needs_reply),
        "  and weighed": _way(heard, every, lambda one: weighed(one.verdict, one.opinion).needs_reply),
    }


def holds(cascade: Way, each_time: Way) -> bool:
    """Whether the cascade takes so many fewer tokens, and keeps as much within a point."""
    return fewer(cascade, each_time) >= FEWER_AT_LEAST and cascade.recall >= each_time.recall - POINTS_AT_MOST


def fewer(cascade: Way, each_time: Way) -> float:
    """How many fewer tokens the cascade takes, in percent."""
    return 100 * (1 - cascade.tokens / each_time.tokens)


def _in_cascade(one: Heard) -> bool:
    return (weighed(one.verdict, one.opinion) if one.asked else one.verdict).needs_reply


def _heard(post: Post, model: OpenAISecondOpinion) -> Heard:
    verdict = judge(post.text, lang="en")
    opinion = model.opinion(OpinionRequest(BRAND, "support", post.text, verdict.lang))
    return Heard(post, verdict, opinion)


def _way(heard: Sequence[Heard], tokens: Iterable[int], replies: Callable[[Heard], bool]) -> Way:
    needing = [replies(one) for one in heard if one.post.needs]
    others = [replies(one) for one in heard if not one.post.needs]
    return Way(1_000 * sum(tokens) / len(heard), _percent(needing), _percent(others))


def _percent(found: Sequence[bool]) -> float:
    return 100 * sum(found) / max(1, len(found))


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def report(name: str, posts: Sequence[Post]) -> None:
    """Print what each way comes to on these posts."""
    heard = listen(posts)
    found = ways(heard)
    print(f"{name}: {len(posts):,} posts, {_percent([one.asked for one in heard]):.1f} % of them asked about")
    for way, (tokens, recall, alarms) in found.items():
        print(f"  {way:<16} {tokens:>9,.0f} tokens/1,000   recall {recall:5.1f} %   alarms {alarms:5.1f} %")
    cascade, each_time = found["cascade"], found["asked each time"]
    verdict = "holds" if holds(cascade, each_time) else "MISSED"
    points = cascade.recall - each_time.recall
    print(f"  {fewer(cascade, each_time):.1f} % fewer tokens at {points:+.1f} points of recall: {verdict}")


def main() -> None:
    """Report on both sets, or on what is made up here where EARSHOT_DATA is not set."""
    if data := os.environ.get("EARSHOT_DATA"):
        folder = Path(data) / "labelled"
        report("airline, negative", airline(folder))
        report("complaints", list({post.text: post for post in complaints(folder)}.values()))
    else:
        print("EARSHOT_DATA is not set: sentences made up here")
        report("made up", made_up())


if __name__ == "__main__":
    main()
