"""The step: writes the draft that a case owes and puts it before people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain import lifecycle
from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import ConflictError
from chalicelib.domain.teaching import no_knowledge
from chalicelib.domain.trace import Trace
from chalicelib.domain.value import digest
from chalicelib.draft.checks import LanguageOf
from chalicelib.draft.compose import Label, PriceOf, compose
from chalicelib.draft.context import context_of
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import Clock, Controls, Dossier, Drafter, DraftRequest, Store

WHO = "draft"
ATTEMPTS = 5


@dataclass(frozen=True)
class DraftRoom:
    """What drafting works with. Without a `drafter` every draft is an offline one."""

    store: Store
    controls: Controls
    clock: Clock
    brands: Mapping[str, Brand]
    prompts: Mapping[str, Prompts]
    rules_version: str
    drafter: Drafter | None = None
    language_of: LanguageOf | None = field(default=None)
    price_of: PriceOf = field(default=lambda model, usage: None)


def draft_case(room: DraftRoom, brand_id: str, case_id: str) -> None:
    """Write the draft that the case owes, if it owes one; doing it again, or at once elsewhere, is harmless.

    Raises NotFoundError when there is no such case, ConflictError when the case changed at each of five
    attempts, StoreUnavailableError.
    """
    draft: Draft | None = None
    for attempt in range(1, ATTEMPTS + 1):
        dossier = room.store.dossier(brand_id, case_id)
        case = dossier.case
        if not _owes_a_draft(case):
            return
        # A claim or the like leaves the conversation as it was: what the model wrote is still good.
        if draft is None or draft.conversation_version != case.conversation_version:
            draft = _write(room, dossier)
        try:
            return _present(room, case, draft)
        except ConflictError:
            if attempt == ATTEMPTS:
                raise


def draft_id_for(case: Case) -> str:
    """The same conversation of a case always gives the same draft id, so a repeated message adds none."""
    return digest("draft", case.id, case.conversation_version)[:20]


def _owes_a_draft(case: Case) -> bool:
    work = next_work(case)
    return work is not None and work.kind is WorkKind.DRAFT


def _write(room: DraftRoom, dossier: Dossier) -> Draft:
    case = dossier.case
    request = DraftRequest(
        brand=room.brands[case.brand],
        desk=case.desk,
        account=case.ruling.account,
        posts=dossier.posts,
        verdict=case.verdict,
        replies=tuple(reply.text for reply in dossier.replies),
        context=context_of(room.store, dossier, room.clock()),
        rules=case.ruling.rule,
    )
    label = Label(draft_id_for(case), case.conversation_version, room.rules_version, room.clock())
    return compose(request, room.drafter, room.prompts[case.brand], label, room.language_of, room.price_of)


def _present(room: DraftRoom, case: Case, draft: Draft) -> None:
    trace = Trace(WHO, room.clock())
    presented = lifecycle.present(case, draft, trace)
    gap = no_knowledge(case, draft, trace.at)
    room.store.commit(Change(case=presented, events=tuple(trace.events), draft=draft, gap=gap))
