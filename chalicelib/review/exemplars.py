"""Choosing posts for the language model to go by. Only masked text is kept, and only once it was seen."""

from chalicelib.domain.errors import BadInputError
from chalicelib.domain.masking import masked
from chalicelib.domain.value import digest
from chalicelib.domain.verdict import Intent
from chalicelib.ports import Exemplar
from chalicelib.review.marks import judged
from chalicelib.review.room import ReviewRoom


def proposed(room: ReviewRoom, brand_id: str, case_id: str, *, who: str) -> Exemplar:
    """The case's post as it would be kept, with what this person, or else triage, takes it for.

    Raises NotFoundError where there is no such case, or its post was erased.
    """
    post, verdict = judged(room.store.dossier(brand_id, case_id))
    marks = room.store.marks_on(brand_id, post.ref, post.created_at)
    own = next((mark for mark in marks if mark.who == who), None)
    return Exemplar(
        text=masked(post.text),
        intent=own.true_intent if own else verdict.intent,
        needs_reply=own.truly_needs_reply if own else verdict.needs_reply,
        lang=verdict.lang,
        chosen_by=who,
        at=room.clock(),
        post=post.ref,
    )


def seal(exemplar: Exemplar) -> str:
    """Names the text that a person saw."""
    return digest(exemplar.post, exemplar.text)[:20]


def choose(
    room: ReviewRoom, brand_id: str, case_id: str, *, intent: Intent, needs_reply: bool, seen: str, who: str
) -> None:
    """Keep the post as an example of this. `seen` is the seal of what was shown.

    Raises BadInputError when that is no longer what would be kept, or when there are too many; ConflictError,
    and NotFoundError as `proposed` does.
    """
    exemplar = proposed(room, brand_id, case_id, who=who)
    if seal(exemplar) != seen:
        raise BadInputError("the text is not the one that you saw: read it again")
    room.store.keep_exemplar(brand_id, exemplar._replace(intent=intent, needs_reply=needs_reply))
