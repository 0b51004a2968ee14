"""Marks of what should not be treated as an ordinary post."""

from chalicelib.domain.verdict import Risk
from chalicelib.triage.rules.commands import find_commands
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.personal import shows_personal_data
from chalicelib.triage.rules.weigh import linked
from chalicelib.triage.rules.words import words_of

CRISIS, ABUSE, INJECTION = Risk.CRISIS.value, Risk.ABUSE.value, Risk.INJECTION.value
# A person looks at these whatever else the post is.
_FOR_A_PERSON = frozenset({Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM, Risk.LEGAL, Risk.PRESS, Risk.FRAUD})
# Whoever speaks of these as their own is our customer, even without naming us: a search found the post.
_MATTERS = frozenset({"service", "order", "money", "failure", "remedy"})


def risk_of(found: Evidence) -> tuple[str, ...]:
    """The post's risk flags, in the order of `Risk`. What is denied ("no fire") raises none.

    Harm counts where it is ours: the post speaks to us or of us, or tells of a danger and somebody hurt.
    The wish to die and insults count wherever they stand.
    """
    said = frozenset(cue.kind for cue in found.cues if not cue.negated)
    ours = linked(found)
    customer = ours or ("own" in said and not said.isdisjoint(_MATTERS))
    hurt, danger = "injury" in said, "hazard" in said
    raised = {
        Risk.CRISIS: (hurt and danger) or (ours and (hurt or danger)),
        Risk.SAFETY: ("safety" in said or danger) and (ours or (hurt and "own" in said)),
        Risk.SELF_HARM: "self_harm" in said,
        Risk.LEGAL: "legal" in said and customer and not _is_report(found, said, _MATTERS),
        Risk.PRESS: "press" in said and ours,
        Risk.ABUSE: "abuse" in said,
        Risk.FRAUD: "fraud" in said and customer and not _is_report(found, said),
        Risk.PERSONAL_DATA: shows_personal_data(found),
        Risk.INJECTION: bool(found.commands),
    }
    return tuple(flag.value for flag, is_raised in raised.items() if is_raised)


def needs_a_person(risk: tuple[str, ...]) -> bool:
    """Whether a flag alone is reason enough for somebody to look."""
    return not _FOR_A_PERSON.isdisjoint(risk)


def instructs_machines(text: str) -> bool:
    """Whether a text, such as an author's display name, tries to instruct a machine."""
    return bool(find_commands(words_of(text)))


def is_mere_abuse(found: Evidence) -> bool:
    """Insults, and nothing that anybody could answer."""
    return (
        bool(found.of("abuse")) and not found.of("failure", "remedy", "injury", "hazard") and not found.asks
    )


def _is_report(found: Evidence, said: frozenset[str], matters: frozenset[str] = frozenset()) -> bool:
    """News about us that nobody tells us: of a lawsuit or of forgers, not by somebody concerned.

    Where `matters` are given, a post that brings none of them is taken to be a report.
    """
    if "own" in said or found.addressed or found.to_service:
        return False
    return "news" in said or (bool(matters) and said.isdisjoint(matters))
