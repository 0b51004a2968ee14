"""When a language model's second opinion is worth its tokens, and what it may change."""

from math import exp, log

from chalicelib.domain.verdict import Intent, Risk, Said, Stage, Verdict
from chalicelib.ports import Opinion
from chalicelib.triage.judge import UNSETTLED
from chalicelib.triage.rules.urgency import CRISIS as MOST_URGENT

# A model is sure of everything: what it says counts for no more than this.
AT_MOST = 0.8
# Below these a verdict is unsure. A post that waits for a reply is seen by a person anyway; one that is put
# aside is seen by nobody else, unless triage is surer of it than a model is ever believed.
UNSURE_OF_A_REPLY, UNSURE_OF_NONE = 0.5, AT_MOST
LONGEST_ASKED = 1_000
_SURE_ENOUGH = 0.98
_LONGEST_WHY = 120

_RISKY = (Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM, Risk.LEGAL, Risk.PRESS, Risk.FRAUD)
# With one of these, or where a post instructs machines, only a person may say that no reply is needed.
_KEPT = frozenset({Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM, Risk.LEGAL, Risk.INJECTION})
_URGENT = frozenset({Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM})
_RAISED_URGENCY = 0.4


def worth_asking(verdict: Verdict, text: str) -> str | None:
    """Why a second opinion on this post is worth its tokens, None where it is not."""
    if len(text) > LONGEST_ASKED or _decided_by_structure(verdict):
        return None
    if risky := [flag.value for flag in _RISKY if flag in verdict.risk]:
        return f"risky: {', '.join(risky)}"
    unsure = verdict.confidence < (UNSURE_OF_A_REPLY if verdict.needs_reply else UNSURE_OF_NONE)
    if unsure and not _plain_noise(verdict):
        return f"unsure: {verdict.confidence:.2f}"
    return None


def weighed(verdict: Verdict, opinion: Opinion) -> Verdict:
    """The verdict with the opinion weighed in.

    The opinion may always ask for a reply and add risk flags; it takes no flag away. It changes intent,
    sentiment, or a need of a reply to none, only where it is the surer of the two, and none of them where
    the post instructs machines. A need of a reply that a grave flag stands for stays.
    """
    risk = (*verdict.risk, *(flag.value for flag in dict.fromkeys(opinion.risk) if flag not in verdict.risk))
    outweighs = Risk.INJECTION not in risk and _capped(opinion) > verdict.confidence
    needs_reply = verdict.needs_reply or opinion.needs_reply
    if outweighs and _capped(opinion) > 0.5 and _KEPT.isdisjoint(risk):
        needs_reply = opinion.needs_reply
    intent = opinion.intent if outweighs else verdict.intent
    changed = {
        "intent": intent,
        "needs_reply": needs_reply,
        "sentiment": opinion.sentiment if outweighs else verdict.sentiment,
        "risk": risk,
        "urgency": _urgency(verdict, needs_reply, risk),
        "confidence": verdict.confidence if Risk.INJECTION in risk else _confidence(verdict, opinion),
    }
    return _telling(verdict.model_copy(update=changed), verdict, opinion)


def unanswered(verdict: Verdict, why: str) -> Verdict:
    """The verdict as it was, saying why no second opinion was had."""
    return _said(verdict, f"no opinion, the verdict stands: {why}")


def shown(words: str) -> str:
    """What a model wrote, on one line of at most 120 characters that can all be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())[:_LONGEST_WHY]


def _decided_by_structure(verdict: Verdict) -> bool:
    return any(said.stage is Stage.STRUCTURE and said.what != UNSETTLED for said in verdict.stages)


def _plain_noise(verdict: Verdict) -> bool:
    return verdict.intent is Intent.SPAM and not verdict.needs_reply


def _capped(opinion: Opinion) -> float:
    return min(opinion.confidence, AT_MOST)


def _confidence(verdict: Verdict, opinion: Opinion) -> float:
    """How sure both together are of the stronger one's intent: each one's odds against every other, added."""
    strengths = sorted((_odds(verdict.confidence), _odds(_capped(opinion))), reverse=True)
    if verdict.intent is opinion.intent:
        strengths = [sum(strengths)]
    against = sum(map(exp, strengths[1:])) + len(Intent) - len(strengths)
    return round(exp(strengths[0]) / (exp(strengths[0]) + against), 3)


def _odds(confidence: float) -> float:
    """The log-odds of an intent against each other one: none for who only guesses, finite for who is sure."""
    bounded = min(max(confidence, 1 / len(Intent)), _SURE_ENOUGH)
    return log(bounded * (len(Intent) - 1) / (1 - bounded))


def _urgency(verdict: Verdict, needs_reply: bool, risk: tuple[str, ...]) -> float:
    if not _URGENT.isdisjoint(set(risk) - set(verdict.risk)):
        return max(verdict.urgency, MOST_URGENT)
    if needs_reply and not verdict.needs_reply:
        return max(verdict.urgency, _RAISED_URGENCY)
    return verdict.urgency if needs_reply or not verdict.needs_reply else 0.0


def _telling(after: Verdict, before: Verdict, opinion: Opinion) -> Verdict:
    """The verdict with what the model said, and what came of it, in words."""
    reply = "a reply" if opinion.needs_reply else "no reply"
    flags = "".join(f", {flag.value}" for flag in opinion.risk)
    what = f"says {opinion.intent.value}, {reply}{flags}, {opinion.confidence:.2f}: {_effect(before, after)}"
    told = after.model_copy(update={"why": (*after.why, f"a language model: “{shown(opinion.why)}”")})
    return _said(told, what)


def _effect(before: Verdict, after: Verdict) -> str:
    changes = [
        f"now {after.intent.value}" if after.intent is not before.intent else "",
        ("needs a reply" if after.needs_reply else "needs no reply")
        if after.needs_reply is not before.needs_reply
        else "",
        f"flags {', '.join(after.risk[len(before.risk) :])}" if after.risk != before.risk else "",
    ]
    return ", ".join(filter(None, changes)) or "nothing changes"


def _said(verdict: Verdict, what: str) -> Verdict:
    said = Said(stage=Stage.LANGUAGE_MODEL, what=what)
    return verdict.model_copy(update={"stages": (*verdict.stages, said)})
