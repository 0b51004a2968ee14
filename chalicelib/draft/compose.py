"""Makes a draft of the ways to answer, with all that tells how it came to be."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.draft import Draft, Made, Origin, Usage, Variant
from chalicelib.draft.checks import LanguageOf
from chalicelib.draft.gaps import gap_in
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import versions_for
from chalicelib.draft.ways import Desk, Way, write
from chalicelib.ports import Drafter, DraftRequest

PriceOf = Callable[[str, Usage], int | None]
"""What a model's tokens cost, in micro-dollars; None where it has no price."""


class Label(NamedTuple):
    """What a draft is marked with: id, conversation and rules that it is for, when it was made (UTC)."""

    draft_id: str
    conversation_version: int
    rules_version: str
    at: datetime


def compose(
    request: DraftRequest,
    drafter: Drafter | None,
    prompts: Prompts,
    label: Label,
    language_of: LanguageOf | None = None,
    price_of: PriceOf = lambda model, usage: None,
) -> Draft:
    """The draft for a request. Its note says who wrote it, and why not the model where one is connected."""
    begun = time.perf_counter()
    written = write(Desk(request, prompts, language_of), drafter)
    first, *others = written.ways
    suggestion = first.suggestion
    made = Made(
        versions=versions_for(request, prompts),
        model=suggestion.model,
        parameters=suggestion.parameters,
        seconds=round(time.perf_counter() - begun, 3),
        cost=price_of(written.billed, written.usage) if written.usage.tokens else 0,
    )
    return Draft(
        id=label.draft_id,
        text=suggestion.text,
        lang=suggestion.lang,
        origin=Origin(suggestion.origin),
        sources=suggestion.sources,
        checks=first.checks,
        note=written.note,
        usage=written.usage,
        approach=suggestion.approach,
        claims=first.claims,
        variants=tuple(_variant(way) for way in others),
        steps=suggestion.steps,
        gap=gap_in(request, prompts) or suggestion.unanswered,
        made=made,
        conversation_version=label.conversation_version,
        rules_version=label.rules_version,
        made_at=label.at,
    )


def _variant(way: Way) -> Variant:
    suggestion = way.suggestion
    return Variant(
        text=suggestion.text,
        lang=suggestion.lang,
        origin=Origin(suggestion.origin),
        approach=suggestion.approach,
        sources=suggestion.sources,
        claims=way.claims,
        checks=way.checks,
    )
