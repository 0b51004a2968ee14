"""Makes a draft: by protocol, by the model where there is one and it passes, else offline. Never fails."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.draft import Approach, Check, Claim, Draft, Made, Origin, Usage, Variant
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.domain.verdict import Risk
from chalicelib.draft.checks import LanguageOf, check, failed
from chalicelib.draft.claims import with_sources
from chalicelib.draft.gaps import gap_in
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.protocol import follow, protocol_for
from chalicelib.draft.support import said_by
from chalicelib.draft.task import versions_for
from chalicelib.ports import Drafter, DraftRequest, Mending, Suggestion

CONNECT = "connect a model with EARSHOT_MODEL_URL, EARSHOT_MODEL_KEY and EARSHOT_MODEL_NAME"

PriceOf = Callable[[str, Usage], int | None]
"""What a model's tokens cost, in micro-dollars; None where it has no price."""


class Label(NamedTuple):
    """What a draft is marked with: id, conversation and rules that it is for, when it was made (UTC)."""

    draft_id: str
    conversation_version: int
    rules_version: str
    at: datetime


class _Way(NamedTuple):
    """One way to answer, checked."""

    suggestion: Suggestion
    checks: tuple[Check, ...]
    claims: tuple[Claim, ...]


class _Written(NamedTuple):
    ways: tuple[_Way, ...]
    note: str
    usage: Usage = Usage()


class _Desk(NamedTuple):
    """What one draft is made with."""

    request: DraftRequest
    prompts: Prompts
    language_of: LanguageOf | None

    def checked(self, suggestion: Suggestion) -> _Way:
        request, prompts = self.request, self.prompts
        checks = check(
            suggestion.text,
            request,
            prompts,
            lang=suggestion.lang,
            sources=suggestion.sources,
            language_of=self.language_of,
        )
        # What the brand's people looked up counts before what they wrote from it.
        sources = sorted(suggestion.sources, key=lambda source: source.startswith("reply:"))
        said = said_by(sources, request, prompts)
        posts = [post.text for post in request.posts]
        claims = with_sources(suggestion.text, said, suggestion.claims, posts)
        if suggestion.origin == "model" and not (claims or suggestion.sources) and gap_in(request, prompts):
            # Nothing that the brand knows bears on the question, and yet there is an answer.
            claims = (Claim(passage=suggestion.text),)
        return _Way(suggestion, checks, claims)


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
    written = _write(_Desk(request, prompts, language_of), drafter)
    first, *others = written.ways
    suggestion = first.suggestion
    made = Made(
        versions=versions_for(request, prompts),
        model=suggestion.model,
        parameters=suggestion.parameters,
        seconds=round(time.perf_counter() - begun, 3),
        cost=price_of(suggestion.model, written.usage) if written.usage.tokens else 0,
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


def _variant(way: _Way) -> Variant:
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


def _write(desk: _Desk, drafter: Drafter | None) -> _Written:
    if protocol := protocol_for(desk.request, desk.prompts):
        followed = follow(protocol, desk.request, desk.prompts)
        return _Written((_of_protocol(desk, followed),), followed.note + ".")
    if drafter is None:
        return _offline(desk, after=f": {CONNECT}.")
    if Risk.INJECTION in desk.request.verdict.risk:
        # Nobody has to be talked round who is not asked.
        return _offline(desk, before="The model was not asked, because the post tries to instruct machines. ")
    return _by_model(desk, drafter)


def _of_protocol(desk: _Desk, followed: Suggestion) -> _Way:
    way = desk.checked(replace(followed, approach=Approach.PROTOCOL))
    # What the brand itself laid down rests on nothing else; silence is a decision, too.
    claims = tuple(claim.model_copy(update={"source": followed.sources[0]}) for claim in way.claims)
    return way._replace(claims=claims, checks=way.checks if followed.text else ())


def _by_model(desk: _Desk, drafter: Drafter) -> _Written:
    request, spent, problems = desk.request, Usage(), ""
    for mended in (False, True):
        try:
            suggestion = drafter.suggest(request)
        except ModelUnavailableError as unavailable:
            spent += unavailable.usage
            before = f"The model's text was set aside ({problems}). " if mended else ""
            before += f"No text from the model ({unavailable}). "
            return _offline(desk, before=before)._replace(usage=spent)
        spent += suggestion.usage
        ways = [desk.checked(way) for way in (suggestion, *suggestion.others)]
        if good := [way for way in ways if not failed(way.checks)]:
            note = suggestion.note + (f" Mended once ({problems})." if mended else "")
            return _Written(tuple(good), note, spent)
        problems = failed(ways[0].checks)
        request = request._replace(mending=Mending(suggestion.text, problems))
    # It is billed although nobody reads it.
    before = f"The model's text was set aside ({problems}). "
    return _offline(desk, before=before)._replace(usage=spent)


def _offline(desk: _Desk, *, before: str = "", after: str = ".") -> _Written:
    suggestion = OfflineDrafter(desk.prompts).suggest(desk.request)
    ways = [desk.checked(way) for way in (suggestion, *suggestion.others)]
    kept = [ways[0], *(way for way in ways[1:] if not failed(way.checks))]
    return _Written(tuple(kept), before + suggestion.note + after)
