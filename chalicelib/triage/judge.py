"""What a post wants and whether it needs an answer: by its structure, then by the small model. No network."""

from collections.abc import Container

from chalicelib.domain.verdict import Addressed, Intent, Said, Stage, Verdict
from chalicelib.triage.model.decide import told_by_model
from chalicelib.triage.reasons import ABOUT_AN_ORDER, reasons_of
from chalicelib.triage.rules.decide import told_by_rules
from chalicelib.triage.rules.evidence import Evidence, gather, is_beyond_us, says_nothing
from chalicelib.triage.rules.risk import CRISIS, INJECTION, is_mere_abuse, needs_a_person, risk_of
from chalicelib.triage.rules.shape import Noise, noise_in
from chalicelib.triage.rules.urgency import urgency_of
from chalicelib.triage.rules.weigh import brings_a_matter
from chalicelib.triage.told import Told

__all__ = ["ABOUT_AN_ORDER", "ALONE", "INJECTION", "judge"]

# What decides without asking anybody.
ALONE = frozenset({Stage.STRUCTURE, Stage.MODEL})
# What the stage of structure says of a post that it leaves to the next one.
UNSETTLED = "nothing that settles it"
# Rules that need no judgement are this sure.
_SURE = 0.97
_ANSWERED = (Intent.COMPLAINT, Intent.PURCHASE_INTENT, Intent.QUESTION, Intent.PRAISE)


def judge(
    text: str,
    *,
    lang: str | None = None,
    own_handles: frozenset[str] = frozenset(),
    brand_names: tuple[str, ...] = (),
    addressed: bool = False,
    stages: Container[Stage] = ALONE,
) -> Verdict:
    """The verdict on one post.

    `lang` is its language where that is known, or the network's own tag; `own_handles` are lower case and
    without @ (with none given, any account spoken to counts as the brand's); `addressed` says that the
    network itself told of a mention or a quote, which the text need not show; `stages` are those that are
    switched on: without the model, rules decide. The same text gives the same verdict. Time is linear in its
    length.
    """
    found = gather(text, lang, own_handles, brand_names, addressed)
    risk = risk_of(found)
    noise = noise_in(found) if Stage.STRUCTURE in stages else None
    told = told_by_model(found) if Stage.MODEL in stages else told_by_rules(found)
    intent = _intent(noise, told, found, risk)
    needs_reply = noise is None and _needs_reply(found, told, intent, risk)
    return Verdict(
        intent=intent,
        needs_reply=needs_reply,
        sentiment=told.sentiment,
        urgency=urgency_of(found, intent, needs_reply, risk),
        lang=found.lang,
        score=_scores(told, intent),
        risk=risk,
        why=reasons_of(found, intent, told, noise),
        confidence=told.confidence if intent is told.intent else _SURE,
        addressed=_addressed(found),
        stages=_said(noise, told, stages),
    )


def _intent(noise: Noise | None, told: Told, found: Evidence, risk: tuple[str, ...]) -> Intent:
    """What overrules the model: noise, somebody in danger, insults that bring nothing to answer."""
    if noise:
        return noise.intent
    if CRISIS in risk:
        return Intent.COMPLAINT
    return Intent.OTHER if is_mere_abuse(found) or says_nothing(found) else told.intent


def _needs_reply(found: Evidence, told: Told, intent: Intent, risk: tuple[str, ...]) -> bool:
    if needs_a_person(risk):
        return True
    if intent is Intent.SPAM or is_mere_abuse(found) or says_nothing(found):
        return False
    if intent is Intent.COMPLAINT and found.to_others and not found.named:
        return False  # Said to somebody else, and not of us.
    if found.addressed and found.named and (intent in _ANSWERED or brings_a_matter(found)):
        return True  # Whoever turns to one of our accounts with a matter is answered.
    if is_beyond_us(found):
        return True
    # What nobody is asked, and what wants nothing, waits for nothing.
    return told.needs_reply and (found.addressed or intent is not Intent.OTHER)


def _addressed(found: Evidence) -> Addressed:
    if found.addressed:
        return Addressed.TO_US
    return Addressed.ABOUT_US if found.named else Addressed.NEITHER


def _scores(told: Told, intent: Intent) -> dict[Intent, float]:
    """The scores as told; where something overruled them, what was chosen leads."""
    return told.scores if intent is told.intent else told.scores | {intent: _SURE}


def _said(noise: Noise | None, told: Told, stages: Container[Stage]) -> tuple[Said, ...]:
    said = []
    if Stage.STRUCTURE in stages:
        said.append(Said(stage=Stage.STRUCTURE, what=noise.why if noise else UNSETTLED))
    intent, needs = told.intent.value.replace("_", " "), "a reply" if told.needs_reply else "no reply"
    by = "" if Stage.MODEL in stages else " (by word lists, the model is switched off)"
    what = f"{intent}, {told.sentiment.value}, needs {needs}; right {told.confidence:.0%} of the time{by}"
    return (*said, Said(stage=Stage.MODEL, what=what))
