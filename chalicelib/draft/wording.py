"""What a person at a draft asks for: a change, a translation, the words of a source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import ModelUnavailableError, NotFoundError
from chalicelib.draft.change import Changed, change_text
from chalicelib.draft.change_task import LONGEST_INSTRUCTION
from chalicelib.draft.checks import LanguageOf
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.support import said_by
from chalicelib.draft.translated import KEPT, Kept
from chalicelib.draft.ways import CONNECT
from chalicelib.ports import (
    Changer,
    ChangeRequest,
    Clock,
    Context,
    Dossier,
    DraftRequest,
    Touch,
    Translation,
    TranslationRequest,
    Translator,
)

# What is longer than any reply is translated at its beginning only.
LONGEST_TEXT = 1_500


@dataclass(frozen=True)
class WordingRoom:
    """What it works with. `changer` and `translator` give None where no model is connected."""

    clock: Clock
    brands: Mapping[str, Brand]
    prompts: Mapping[str, Prompts]
    changer: Callable[[], Changer | None] = lambda: None
    translator: Callable[[], Translator | None] = lambda: None
    language_of: LanguageOf | None = None
    kept: Kept = field(default=KEPT)


def change(
    room: WordingRoom,
    dossier: Dossier,
    *,
    text: str,
    touch: Touch,
    instruction: str,
    sources: tuple[str, ...],
) -> Changed:
    """The text, changed as asked. Raises NotFoundError where the posts were erased."""
    brand, changer = dossier.case.brand, room.changer()
    if len(instruction) > LONGEST_INSTRUCTION:
        return Changed("", f"Say it in at most {LONGEST_INSTRUCTION} characters.")
    if not text.strip():
        return Changed("", "There is no text yet: write one, or take one of the drafts.")
    request = ChangeRequest(_around(room, dossier), text, touch, instruction, sources)
    return change_text(request, changer, room.prompts[brand], room.language_of)


def translate(room: WordingRoom, dossier: Dossier, texts: tuple[str, ...], lang: str) -> Translation:
    """The texts in the language. Raises ModelUnavailableError, in words for people."""
    case, now = dossier.case, room.clock()
    cut = tuple(text[:LONGEST_TEXT] for text in texts)
    missing = room.kept.missing(case.brand, cut, lang, now)
    if missing:
        made = _translated(room, dossier, missing, lang)
        room.kept.keep(case.brand, missing, lang, made, now)
    return room.kept.all(case.brand, cut, lang)


def words_of_sources(room: WordingRoom, dossier: Dossier) -> dict[str, str]:
    """What each source of the current draft, of its variants and claims says; unknown ones are left out."""
    draft = dossier.draft
    if draft is None or not dossier.posts:
        return {}
    claims = (*draft.claims, *(claim for one in draft.variants for claim in one.claims))
    cited = (*draft.sources, *(source for one in draft.variants for source in one.sources))
    sources = dict.fromkeys((*cited, *(claim.source for claim in claims if claim.source)))
    return said_by(sources, _around(room, dossier), room.prompts[dossier.case.brand])


def _translated(room: WordingRoom, dossier: Dossier, texts: tuple[str, ...], lang: str) -> Translation:
    case, translator = dossier.case, room.translator()
    if translator is None or "translate" not in room.prompts[case.brand].tasks:
        raise ModelUnavailableError(f"translating needs a model: {CONNECT}", may_be_billed=False)
    request = TranslationRequest(room.brands[case.brand], case.desk, texts, lang)
    return translator.translate(request)


def _around(room: WordingRoom, dossier: Dossier) -> DraftRequest:
    case = dossier.case
    if not dossier.posts:
        raise NotFoundError(f"the posts of case {case.id} are no longer kept")
    return DraftRequest(
        brand=room.brands[case.brand],
        desk=case.desk,
        account=case.ruling.account,
        posts=dossier.posts,
        verdict=case.verdict,
        replies=tuple(reply.text for reply in dossier.replies),
        context=Context(room.clock()),
    )
