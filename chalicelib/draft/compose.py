"""Makes a draft: the model's text where there is one and it passes, else the offline one. Never fails."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.draft import Check, Draft, Origin, Usage
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.draft.checks import LanguageOf, check, failed
from chalicelib.draft.offline import OfflineDrafter
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import Drafter, DraftRequest, Suggestion

CONNECT = "connect a model with EARSHOT_MODEL_URL, EARSHOT_MODEL_KEY and EARSHOT_MODEL_NAME"


class Label(NamedTuple):
    """What a draft is marked with: id, conversation and rules that it is for, when it was made (UTC)."""

    draft_id: str
    conversation_version: int
    rules_version: str
    at: datetime


class _Written(NamedTuple):
    suggestion: Suggestion
    checks: tuple[Check, ...]
    note: str
    usage: Usage = Usage()


def compose(
    request: DraftRequest,
    drafter: Drafter | None,
    prompts: Prompts,
    label: Label,
    language_of: LanguageOf | None = None,
) -> Draft:
    """The draft for a request. Its note says who wrote it, and why not the model where one is connected."""
    written = _write(request, drafter, prompts, language_of)
    suggestion = written.suggestion
    return Draft(
        id=label.draft_id,
        text=suggestion.text,
        lang=suggestion.lang,
        origin=Origin(suggestion.origin),
        sources=suggestion.sources,
        checks=written.checks,
        note=written.note,
        usage=written.usage,
        conversation_version=label.conversation_version,
        rules_version=label.rules_version,
        made_at=label.at,
    )


def _write(
    request: DraftRequest, drafter: Drafter | None, prompts: Prompts, language_of: LanguageOf | None
) -> _Written:
    if drafter is None:
        return _offline(request, prompts, language_of, after=f": {CONNECT}.")
    try:
        suggestion = drafter.suggest(request)
    except ModelUnavailableError as unavailable:
        return _offline(request, prompts, language_of, before=f"No text from the model ({unavailable}). ")
    checks = _checked(suggestion, request, prompts, language_of)
    if problems := failed(checks):
        before = f"The model's text was set aside ({problems}). "
        # It is billed although nobody reads it.
        return _offline(request, prompts, language_of, before=before)._replace(usage=suggestion.usage)
    return _Written(suggestion, checks, suggestion.note, suggestion.usage)


def _offline(
    request: DraftRequest,
    prompts: Prompts,
    language_of: LanguageOf | None,
    *,
    before: str = "",
    after: str = ".",
) -> _Written:
    suggestion = OfflineDrafter(prompts).suggest(request)
    checks = _checked(suggestion, request, prompts, language_of)
    return _Written(suggestion, checks, before + suggestion.note + after)


def _checked(
    suggestion: Suggestion, request: DraftRequest, prompts: Prompts, language_of: LanguageOf | None
) -> tuple[Check, ...]:
    return check(
        suggestion.text,
        request,
        prompts,
        lang=suggestion.lang,
        sources=suggestion.sources,
        language_of=language_of,
    )
