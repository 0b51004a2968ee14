"""What is asked of each labelled set, and in which parts it is looked at."""

from collections.abc import Callable
from typing import NamedTuple

from evals.answers import Answer
from evals.sets import Row

ALL = "all"
BRAND_POSTS = "brand posts only"
MEAN = "mean of en es de fr pt"
MEAN_OF = ("en", "es", "de", "fr", "pt")
SENTIMENTS = ("negative", "neutral", "positive")
DOMAINS = (
    "apparel", "cars", "electronics", "food", "other", "retail", "services", "software", "transport",
    "random_reply", "random_tweet",
)  # fmt: skip
AIRLINES = ("American", "Delta", "Southwest", "US Airways", "United", "Virgin America")


class Part(NamedTuple):
    """Some rows of a set; the figures of a `main` part are compared in every test run."""

    name: str
    holds: Callable[[Row], bool]
    main: bool = False


class Task(NamedTuple):
    """A question: `truth` reads it off a row (None: left out), `told` and `score` off an answer.

    Of two labels the first is the one that precision, recall, AUC and chances are of; of three, precision and
    recall are means, and AUC is that of the first against the others.
    """

    name: str
    source: str
    labels: tuple[str, ...]
    truth: Callable[[Row], str | None]
    told: Callable[[Answer], str]
    score: Callable[[Answer], float | None]
    parts: tuple[Part, ...]
    of_intent: bool = False


def _every(row: Row) -> bool:
    return True


def _in(group: str, *, main: bool = False) -> Part:
    return Part(group, lambda row: row.group == group, main)


EVERYTHING = Part(ALL, _every, main=True)


def _of_intent(
    name: str, source: str, labels: tuple[str, str], *intents: str, parts: tuple[Part, ...]
) -> Task:
    def told(answer: Answer) -> str:
        return labels[0] if answer.intents.intersection(intents) else labels[1]

    def score(answer: Answer) -> float | None:
        return max((answer.scores[one] for one in intents if one in answer.scores), default=None)

    return Task(name, source, labels, lambda row: _known(row, labels), told, score, parts, of_intent=True)


def _of_feeling(name: str, source: str, parts: tuple[Part, ...]) -> Task:
    return Task(
        name, source, SENTIMENTS, lambda row: row.label,
        lambda answer: answer.sentiment, lambda answer: answer.scores.get("negative"), parts,
    )  # fmt: skip


def _of_reply(name: str, source: str, truth: str, where: Callable[[Row], bool]) -> Task:
    return Task(
        name, source, ("kept", "put aside"), lambda row: truth if where(row) else None,
        lambda answer: "kept" if answer.needs_reply else "put aside", lambda _: None, (EVERYTHING,),
    )  # fmt: skip


def _known(row: Row, labels: tuple[str, ...]) -> str | None:
    return row.label if row.label in labels else None


_BUYING = ("purchase_intent", "none")

TASKS = (
    _of_intent(
        "complaints", "complaints", ("complaint", "other"), "complaint",
        parts=(
            EVERYTHING,
            Part(BRAND_POSTS, lambda row: row.group != "random_tweet", main=True),
            *map(_in, DOMAINS),
        ),
    ),
    _of_intent("purchase", "purchase", _BUYING, "purchase_intent", parts=(EVERYTHING,)),
    _of_intent("purchase or praise", "purchase", _BUYING, "purchase_intent", "praise", parts=(EVERYTHING,)),
    _of_feeling("airline sentiment", "airline", (EVERYTHING, *map(_in, AIRLINES))),
    _of_feeling(
        "sentiment8", "sentiment8", tuple(_in(lang, main=True) for lang in (*MEAN_OF, "it", "ar", "hi"))
    ),
    _of_intent("spam", "spam", ("spam", "ham"), "spam", parts=(EVERYTHING,)),
    _of_reply("airline negative kept", "airline", "kept", lambda row: row.label == "negative"),
    _of_reply("random_tweet put aside", "complaints", "put aside", lambda row: row.group == "random_tweet"),
)  # fmt: skip
EVERY_TASK = frozenset(task.name for task in TASKS)
