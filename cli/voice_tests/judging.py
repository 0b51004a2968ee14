"""Whether a draft is what its case asks for."""

from collections.abc import Iterator

from chalicelib.domain.draft import Draft
from chalicelib.draft.checks import failed
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.words import find
from cli.voice_tests.cases import VoiceCase

# About as long as a clause.
_CLOSE_BY = 40


def problems(case: VoiceCase, draft: Draft, prompts: Prompts, *, strict: bool) -> list[str]:
    """What is wrong with the draft, in words; nothing where all is well.

    What must not be said may stand in a sentence that is marked as having no source, since nobody can approve
    it without vouching for it; not so when `strict`.
    """
    return [*_must(case, draft, prompts), *_must_not(case, draft, strict), *_checks(draft)]


def _must(case: VoiceCase, draft: Draft, prompts: Prompts) -> Iterator[str]:
    must = case.must
    wanted = must.language or prompts.language_for(case.lang)
    if draft.lang != wanted:
        yield f"it is in {draft.lang} instead of {wanted}"
    for phrase in must.all:
        if not find((phrase,), draft.text):
            yield f"it does not say {phrase!r}"
    if must.any and not find(must.any, draft.text):
        yield f"it says none of {', '.join(map(repr, must.any))}"
    if must.origin and draft.origin is not must.origin:
        yield f"it comes from {draft.origin} instead of {must.origin}"
    if must.gap is not None and bool(draft.gap) is not must.gap:
        yield "no gap is noted" if must.gap else f"a gap is noted: {draft.gap}"


def _must_not(case: VoiceCase, draft: Draft, strict: bool) -> Iterator[str]:
    for phrase in case.must_not.any:
        found = find((phrase,), draft.text)
        if found and (strict or not _is_marked(found, draft)):
            yield f"it says {found!r}"


def _is_marked(passage: str, draft: Draft) -> bool:
    """Whether a claim without a source stands in it, or close by."""
    unsourced = [claim.passage for claim in draft.claims if claim.source is None]
    place = draft.text.find(passage)
    around = draft.text[max(0, place - _CLOSE_BY) : place + len(passage) + _CLOSE_BY]
    return any(claim in around or around in claim for claim in unsourced)


def _checks(draft: Draft) -> Iterator[str]:
    if found := failed(draft.checks):
        yield f"it fails its checks ({found})"
