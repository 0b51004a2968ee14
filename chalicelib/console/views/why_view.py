"""Why a draft says what it says: what it rests on, and how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.draft import Draft, Made
from chalicelib.domain.money import MicroDollars, in_dollars
from chalicelib.domain.ruling import Ruling


@dataclass(frozen=True)
class SourceView:
    """A source by its id, and what it says where that is known."""

    id: str
    says: str


@dataclass(frozen=True)
class WhyView:
    """`facts` are named in the order in which they are shown; `gap` is the question that nothing answered.

    `told`: somebody asked what the sources say, and it is shown as far as it is known.
    """

    told: bool
    sources: tuple[SourceView, ...]
    gap: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]


def why_view(draft: Draft, ruling: Ruling, origin: str, says: Mapping[str, str] | None) -> WhyView:
    """All of it; `says` is what each source says, None where nobody asked yet."""
    return WhyView(
        told=says is not None,
        sources=tuple(SourceView(one, (says or {}).get(one, "")) for one in draft.sources),
        gap=draft.gap,
        facts=tuple((name, told) for name, told in _facts(draft, ruling, origin) if told),
        versions=tuple(sorted(draft.made.versions.items())),
    )


def _facts(draft: Draft, ruling: Ruling, origin: str) -> tuple[tuple[str, str], ...]:
    made, used = draft.made, draft.usage
    return (
        ("Written", origin.removeprefix("Written ")),
        ("Model", made.model),
        ("With", ", ".join(f"{name} {value}" for name, value in made.parameters.items())),
        (
            "Tokens",
            f"{used.prompt_tokens:,} given, {used.completion_tokens:,} written" if used.tokens else "",
        ),
        ("Cost", _cost(made, used.tokens)),
        ("Took", f"{max(made.seconds, 0.1):.1f} s" if made.seconds else ""),
        ("Rule in force", f"{ruling.rule_id}, since {ruling.since}"),
        ("Rules", draft.rules_version),
    )


def _cost(made: Made, tokens: int) -> str:
    if made.cost is None:
        return "not known: the model has no price here" if tokens else ""
    return in_dollars(MicroDollars(made.cost)) if tokens else "nothing"
