"""Changes a text as a person asks: by the model where there is one, else by rules where those suffice."""

from typing import NamedTuple

from chalicelib.domain.draft import Check, Claim
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.domain.verdict import Risk
from chalicelib.draft.change_offline import change_offline
from chalicelib.draft.change_task import sources_of
from chalicelib.draft.checks import LanguageOf, check
from chalicelib.draft.claims import with_sources
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.protocol import protocol_for
from chalicelib.draft.support import said_by
from chalicelib.draft.ways import CONNECT
from chalicelib.ports import Changer, ChangeRequest

NEEDS_A_MODEL = "This change needs a model"
NOT_ASKED = "The model is not asked: the post tries to instruct machines. Change the text yourself."
BY_PROTOCOL = "The brand's protocol holds here, so the model is not asked. Change the text yourself."
TRY_AGAIN = "Try it again in a moment, or change the text yourself."


class Changed(NamedTuple):
    """The text as changed, empty where there is none; `note` says how it came about, or why it did not.

    `checks` are those of any draft, and `claims`: what the text states that no source holds and that it did
    not state before.
    """

    text: str
    note: str
    checks: tuple[Check, ...] = ()
    by_model: bool = False

    @property
    def passes(self) -> bool:
        """Whether it may take the place of the text without a further look at what is wrong."""
        return bool(self.text) and all(one.passed for one in self.checks)


def change_text(
    request: ChangeRequest,
    changer: Changer | None,
    prompts: Prompts,
    language_of: LanguageOf | None = None,
) -> Changed:
    """The text, changed. Never fails: what cannot be had is said in words."""
    if changer is None or "change" not in prompts.tasks:
        return _offline(request, prompts, language_of, f"{NEEDS_A_MODEL}: {CONNECT}.")
    if Risk.INJECTION in request.around.verdict.risk:
        return _offline(request, prompts, language_of, NOT_ASKED)
    if protocol_for(request.around, prompts):
        return _offline(request, prompts, language_of, BY_PROTOCOL)
    try:
        suggestion = changer.change(request)
    except ModelUnavailableError as unavailable:
        why = f"No text from the model ({unavailable})."
        return _offline(request, prompts, language_of, f"{why} {TRY_AGAIN}", f"{why} ")
    sources = sources_of(request, prompts)
    checks = _checked(suggestion.text, suggestion.lang, sources, request, prompts, language_of)
    return Changed(suggestion.text, suggestion.note, checks, by_model=True)


def _offline(
    request: ChangeRequest, prompts: Prompts, language_of: LanguageOf | None, without: str, before: str = ""
) -> Changed:
    found = change_offline(request, prompts)
    if found is None:
        return Changed("", without)
    if not found.text:
        return Changed("", before + found.note)
    sources = (*request.sources, *found.sources)
    checks = _checked(found.text, None, sources, request, prompts, language_of)
    return Changed(found.text, before + found.note, checks)


def _checked(
    text: str,
    lang: str | None,
    sources: tuple[str, ...],
    request: ChangeRequest,
    prompts: Prompts,
    language_of: LanguageOf | None,
) -> tuple[Check, ...]:
    checks = check(text, request.around, prompts, lang=lang, sources=sources, language_of=language_of)
    new = _new_claim(text, sources, request, prompts)
    return (*checks, Check(name="claims", passed=not new, passage=new))


def _new_claim(text: str, sources: tuple[str, ...], request: ChangeRequest, prompts: Prompts) -> str:
    """A passage without a source that the text before the change did not have either way."""
    before = {one.passage for one in _claims(request.text, request.sources, request, prompts)}
    open_ones = (one for one in _claims(text, sources, request, prompts) if one.source is None)
    return next((one.passage for one in open_ones if one.passage not in before), "")


def _claims(
    text: str, sources: tuple[str, ...], request: ChangeRequest, prompts: Prompts
) -> tuple[Claim, ...]:
    posts = (post.text for post in request.around.posts)
    return with_sources(text, said_by(sources, request.around, prompts), posts=posts)
