"""Questions that no knowledge answers: their owner should know of them."""

from chalicelib.domain.masking import masked
from chalicelib.domain.verdict import Intent
from chalicelib.draft.choice import with_fit
from chalicelib.draft.filling import values_for
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.support import knowledge_hits
from chalicelib.ports import DraftRequest

_ASKING = frozenset({Intent.QUESTION, Intent.PURCHASE_INTENT})
# Below, an entry shares with the question no more than a common word.
_BEARS_ON_IT = 5.0
_LONGEST = 200


def gap_in(request: DraftRequest, prompts: Prompts) -> str:
    """The question, masked, where neither a saved reply's topic nor an entry bears on it; else empty."""
    if request.verdict.intent not in _ASKING:
        return ""
    language = prompts.language_for(request.verdict.lang)
    best = with_fit(request, prompts, language, values_for(request, prompts))[0]
    hits = knowledge_hits(request, prompts)
    answered = best.fit.topic or (hits and hits[0].score >= _BEARS_ON_IT)
    return "" if answered else masked(request.posts[-1].text)[:_LONGEST]
