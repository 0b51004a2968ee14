"""The stages of triage, each alone and together: a variant is a function here and a line of STAGES."""

from chalicelib.domain.verdict import Stage, Verdict
from chalicelib.triage.judge import judge
from evals.answers import Answer, Judge
from evals.tasks import EVERY_TASK

TOGETHER = "together"


def together(text: str, lang: str) -> Answer:
    """Everything that decides without a language model."""
    return answer_of(judge(text, lang=lang))


def model_alone(text: str, lang: str) -> Answer:
    """The small model without what structure puts aside."""
    return answer_of(judge(text, lang=lang, stages={Stage.MODEL}))


def structure_and_rules(text: str, lang: str) -> Answer:
    """What is left where the small model is switched off: structure, and word lists weighed by hand."""
    return answer_of(judge(text, lang=lang, stages={Stage.STRUCTURE}))


def answer_of(verdict: Verdict) -> Answer:
    """A verdict in the words of the evaluation."""
    return Answer(
        intents=frozenset((verdict.intent.value,)),
        sentiment=verdict.sentiment.value,
        needs_reply=verdict.needs_reply,
        scores={intent.value: score for intent, score in verdict.score.items()},
        confidence=verdict.confidence,
    )


STAGES = (
    Judge(TOGETHER, together, EVERY_TASK, states_chances=True),
    Judge("small model alone", model_alone, EVERY_TASK, states_chances=True),
    Judge("structure and word lists", structure_and_rules, EVERY_TASK),
)
