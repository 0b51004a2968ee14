"""The arithmetic of the benchmark of second opinions, and its run on the posts that are made up for it."""

from bench.second_opinion import RIGHT, Heard, Post, Way, fewer, holds, listen, made_up, ways
from chalicelib.domain.draft import Usage
from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.ports import Opinion
from tests.support.values import a_verdict


def heard(needs: bool, verdict: bool, confidence: float, opinion: bool) -> Heard:
    judged = a_verdict(Intent.OTHER, needs_reply=verdict).model_copy(update={"confidence": confidence})
    said = Opinion(
        Intent.OTHER, opinion, Sentiment.NEUTRAL, (), 0.9, "", Usage(prompt_tokens=90, completion_tokens=10)
    )
    return Heard(Post("a post", needs), judged, said)


def test_only_what_is_asked_costs_and_only_what_is_asked_can_change() -> None:
    found = ways(
        [
            heard(needs=True, verdict=False, confidence=0.3, opinion=True),
            heard(needs=True, verdict=False, confidence=0.9, opinion=True),
            heard(needs=False, verdict=True, confidence=0.3, opinion=False),
            heard(needs=False, verdict=True, confidence=0.9, opinion=False),
        ]
    )
    assert found["triage alone"] == Way(0, 0, 100)
    assert found["cascade"] == Way(50_000, 50, 50)
    assert found["asked each time"] == Way(100_000, 100, 0)


def test_the_target_is_both_fewer_tokens_and_as_much_recall() -> None:
    each_time = Way(1_000, 90, 10)
    assert fewer(Way(300, 89, 10), each_time) == 70
    assert holds(Way(300, 89, 10), each_time)
    assert not holds(Way(301, 89, 10), each_time)
    assert not holds(Way(300, 88.9, 10), each_time)


def test_the_scripted_model_is_asked_over_http_and_knows_most_labels() -> None:
    found = listen(made_up())
    right = [one.opinion.needs_reply is one.post.needs for one in found]
    assert abs(sum(right) / len(right) - RIGHT) < 0.1
    assert all(one.opinion.usage.tokens > 300 for one in found)
