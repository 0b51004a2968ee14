"""Ways to answer: by protocol, by the model where there is one and it passes, else offline. Never fails."""

from dataclasses import replace
from typing import NamedTuple

from chalicelib.domain.draft import Approach, Check, Claim, Usage
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.domain.verdict import Risk
from chalicelib.draft.checks import LanguageOf, check, failed
from chalicelib.draft.claims import with_sources
from chalicelib.draft.gaps import gap_in
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.protocol import follow, protocol_for
from chalicelib.draft.support import said_by
from chalicelib.ports import Drafter, DraftRequest, Mending, Suggestion

CONNECT = "connect a model with EARSHOT_MODEL_URL, EARSHOT_MODEL_KEY and EARSHOT_MODEL_NAME"


class Way(NamedTuple):
    """One way to answer, checked."""

    suggestion: Suggestion
    checks: tuple[Check, ...]
    claims: tuple[Claim, ...]


class Written(NamedTuple):
    """The ways that passed (of offline ones the first in any case), and what to know about them.

    `usage` is what was paid for and `billed` the model that it was paid to, whoever wrote in the end.
    """

    ways: tuple[Way, ...]
    note: str
    usage: Usage = Usage()
    billed: str = ""


class Desk(NamedTuple):
    """What one draft is made with."""

    request: DraftRequest
    prompts: Prompts
    language_of: LanguageOf | None

    def checked(self, suggestion: Suggestion) -> Way:
        """The suggestion with its checks, and its claims with their sources."""
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
        return Way(suggestion, checks, claims)


def write(desk: Desk, drafter: Drafter | None) -> Written:
    """One way to answer or more."""
    if protocol := protocol_for(desk.request, desk.prompts):
        followed = follow(protocol, desk.request, desk.prompts)
        return Written((_of_protocol(desk, followed),), followed.note + ".")
    if drafter is None:
        return _offline(desk, after=f": {CONNECT}.")
    if Risk.INJECTION in desk.request.verdict.risk:
        # Nobody has to be talked round who is not asked.
        return _offline(desk, before="The model was not asked, because the post tries to instruct machines. ")
    return _by_model(desk, drafter)


def _of_protocol(desk: Desk, followed: Suggestion) -> Way:
    way = desk.checked(replace(followed, approach=Approach.PROTOCOL))
    # What the brand itself laid down rests on nothing else; silence is a decision, too.
    claims = tuple(claim.model_copy(update={"source": followed.sources[0]}) for claim in way.claims)
    return way._replace(claims=claims, checks=way.checks if followed.text else ())


def _by_model(desk: Desk, drafter: Drafter) -> Written:
    request, spent, problems, billed = desk.request, Usage(), "", ""
    for mended in (False, True):
        try:
            suggestion = drafter.suggest(request)
        except ModelUnavailableError as unavailable:
            spent += unavailable.usage
            before = f"The model's text was set aside ({problems}). " if mended else ""
            before += f"No text from the model ({unavailable}). "
            return _offline(desk, before=before)._replace(usage=spent, billed=billed)
        spent, billed = spent + suggestion.usage, suggestion.model
        ways = [desk.checked(way) for way in (suggestion, *suggestion.others)]
        if good := [way for way in ways if not failed(way.checks)]:
            note = suggestion.note + (f" Mended once ({problems})." if mended else "")
            return Written(_different(good), note, spent, billed)
        problems = failed(ways[0].checks)
        request = request._replace(mending=Mending(suggestion.text, problems))
    # It is billed although nobody reads it.
    before = f"The model's text was set aside ({problems}). "
    return _offline(desk, before=before)._replace(usage=spent, billed=billed)


def _different(ways: list[Way]) -> tuple[Way, ...]:
    """The first for each approach: other words alone are no choice."""
    by_approach: dict[object, Way] = {}
    for way in ways:
        by_approach.setdefault(way.suggestion.approach, way)
    return tuple(by_approach.values())


def _offline(desk: Desk, *, before: str = "", after: str = ".") -> Written:
    suggestion = OfflineDrafter(desk.prompts).suggest(desk.request)
    ways = [desk.checked(way) for way in (suggestion, *suggestion.others)]
    kept = [ways[0], *(way for way in ways[1:] if not failed(way.checks))]
    return Written(tuple(kept), before + suggestion.note + after)
