"""Marking a verdict: what the form says, and where to look afterwards."""

from collections.abc import Sequence

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.render import render
from chalicelib.console.views.mark_view import CASE, LIST, SAMPLE, MarkView, mark_view
from chalicelib.console.visit import Visit
from chalicelib.domain.case import Case
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.mark import Mark
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.ports import Dossier
from chalicelib.review.marks import Word, judged, mark

# Of one page of a list; each case of it has one mark a reviewer.
MOST_MARKS = 200


def carry_out(visit: Visit, brand: str, case_id: str) -> Answer:
    """Keep the mark; then the buttons anew, or the page that they were on."""
    dossier = visit.services.review.store.dossier(brand, case_id)
    word = _word(visit, judged(dossier)[1])
    case = mark(visit.services.review, brand, case_id, word, who=visit.reviewer.id)
    moved = case.state is not dossier.case.state
    if not visit.wants_fragment:
        return go_to(back(visit, case, "restored" if moved else "marked"))
    if moved and visit.form.text("where") == CASE:
        return Answer(headers={"HX-Refresh": "true"})
    return buttons(visit, brand, case_id)


def of_case(visit: Visit, dossier: Dossier, where: str, back: str = "") -> MarkView:
    """The buttons for one case. Raises NotFoundError where its post was erased."""
    post, verdict = judged(dossier)
    marks = visit.services.review.store.marks_on(dossier.case.brand, post.ref, post.created_at)
    return mark_view(dossier.case, verdict, marks, visit.urls, visit.reviewer.id, where, back)


def of_list(visit: Visit, cases: Sequence[Case], where: str, back: str = "") -> dict[str, MarkView]:
    """The buttons for each case of a list, by the case's id."""
    by_post: dict[str, list[Mark]] = {}
    for one in _marks(visit, cases):
        by_post.setdefault(one.post, []).append(one)
    who, urls = visit.reviewer.id, visit.urls
    return {
        case.id: mark_view(case, case.verdict, by_post.get(case.parent, ()), urls, who, where, back)
        for case in cases
    }


def _marks(visit: Visit, cases: Sequence[Case]) -> tuple[Mark, ...]:
    """The marks on posts of the time that the cases are from."""
    if not cases:
        return ()
    since = min(case.first_post_at for case in cases)
    # The end is left out, so it is put a moment after the last post.
    until = max(case.last_post_at for case in cases).replace(microsecond=999_999)
    return visit.services.review.store.marks(cases[0].brand, since, until, limit=MOST_MARKS).marks


def _word(visit: Visit, verdict: Verdict) -> Word:
    form = visit.form
    sampled = form.text("where") == SAMPLE
    match form.text("word"):
        case "right":
            return Word(right=True, sampled=sampled)
        case "wrong":
            intent, reply = _intent(form.text("intent")), _decision(form.text("reply"))
            changed = (
                None if intent is verdict.intent else intent,
                None if reply is verdict.needs_reply else reply,
            )
            if changed == (None, None):
                raise BadInputError("say what it should have been: another intent, or the other decision")
            return Word(False, *changed, sampled=sampled)
        case _:
            raise BadInputError("say whether the verdict is right or wrong")


def _intent(text: str) -> Intent | None:
    if not text:
        return None
    if text not in set(Intent):
        raise BadInputError("choose an intent from the list")
    return Intent(text)


def _decision(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def buttons(visit: Visit, brand: str, case_id: str) -> Answer:
    """The buttons alone, as they are now."""
    dossier = visit.services.review.store.dossier(brand, case_id)
    where, page = visit.form.text("where"), visit.form.text("back")
    view, case = of_case(visit, dossier, where, page), dossier.case
    frame = visit.frame("", case.brand)
    assets = visit.services.settings.assets_dir
    return Answer(render("marks.html", urls=visit.urls, assets_dir=assets, frame=frame, mark=view))


def back(visit: Visit, case: Case, said: str) -> str:
    """The page that the buttons were on, of those that have any."""
    urls, where = visit.urls, visit.form.text("where")
    if where == SAMPLE:
        return urls.sample(case.brand, said=said, about=case.id)
    if where == LIST:
        page = visit.form.text("back")
        aside = State.IGNORED.value
        return urls.queue(case.brand, case.desk, aside, page=page, said=said, about=case.id)
    return urls.case(case.brand, case.id, said=said)
