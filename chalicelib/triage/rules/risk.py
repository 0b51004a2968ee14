"""Marks of what should not be treated as an ordinary post."""

from chalicelib.triage.rules.commands import find_commands
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.weigh import linked
from chalicelib.triage.rules.words import words_of

CRISIS, ABUSE, INJECTION = "crisis", "abuse", "injection"


def risk_of(found: Evidence) -> tuple[str, ...]:
    """The post's risk flags: somebody hurt or in danger, insults, text meant to instruct a machine."""
    flags = {
        CRISIS: _is_crisis(found),
        ABUSE: bool(found.of("abuse")),
        INJECTION: bool(found.commands),
    }
    return tuple(flag for flag, raised in flags.items() if raised)


def instructs_machines(text: str) -> bool:
    """Whether a text, such as an author's display name, tries to instruct a machine."""
    return bool(find_commands(words_of(text)))


def is_mere_abuse(found: Evidence) -> bool:
    """Insults, and nothing that anybody could answer."""
    return (
        bool(found.of("abuse")) and not found.of("failure", "remedy", "injury", "hazard") and not found.asks
    )


def _is_crisis(found: Evidence) -> bool:
    hurt, danger = found.count("injury"), found.count("hazard")
    return bool(hurt and danger) or (linked(found) and bool(hurt or danger))
