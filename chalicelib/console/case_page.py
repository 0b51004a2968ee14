"""The page of a case, its standing as it is polled, and the count under the draft."""

from chalicelib.console import marking
from chalicelib.console.answer import Answer, unchanged
from chalicelib.console.problems import Problem
from chalicelib.console.render import render
from chalicelib.console.views.at_hand import AtHand
from chalicelib.console.views.case_view import CaseView, case_view
from chalicelib.console.views.claim_view import VOUCH, claims_view
from chalicelib.console.views.draft_view import NOTHING, Refusal, count_view
from chalicelib.console.views.mark_view import CASE, MarkView
from chalicelib.console.views.status_view import Shown, last_move, standing
from chalicelib.console.views.translation_view import TranslationView, translation_view
from chalicelib.console.views.wordings import fresh_draft, has_own_wording
from chalicelib.console.visit import Visit
from chalicelib.cost.of_case import cost_of
from chalicelib.domain.state import State
from chalicelib.ports import Dossier
from chalicelib.review.desk import open_case, save_edit


def show(visit: Visit, brand: str, case_id: str) -> Answer:
    """The page; opening it claims the case where it is free."""
    visit.brand(brand)
    dossier = open_case(visit.services.review, brand, case_id, who=visit.reviewer.id)
    return page_of(visit, view_of(visit, dossier))


def refused(visit: Visit, brand: str, case_id: str, problem: Problem) -> Answer:
    """The page again after a decision that was refused, with what was typed kept."""
    dossier = open_case(visit.services.review, brand, case_id, who=visit.reviewer.id)
    fields = visit.form.fields
    refusal = Refusal(fields["reason"], fields.get("words", "")) if "reason" in fields else None
    view = view_of(visit, dossier, at_hand(visit), refusal=refusal, problem=problem)
    return page_of(visit, view, problem.status)


def at_hand(visit: Visit) -> AtHand:
    """What the person has in the form: the text, what they vouch for, whether a model reworded it."""
    form = visit.form
    return AtHand(form.fields.get("text"), form.ticked(VOUCH), by_model=bool(form.text("by_model")))


def status(visit: Visit, brand: str, case_id: str) -> Answer:
    """What changed about the case since the page was made; nothing when nothing did."""
    visit.brand(brand)
    store, now = visit.services.review.store, visit.services.review.clock()
    if visit.query.get("seen") == standing(store.case(brand, case_id), now):
        return unchanged()
    dossier = store.dossier(brand, case_id)
    shown = Shown(form_open=visit.query.get("open") == "1", draft=visit.query.get("draft", ""))
    still_open = dossier.case.state is State.WAITING
    decided = last_move(dossier)
    own = decided is not None and decided.who == visit.reviewer.id
    if not shown.form_open or (not still_open and own) or _first_draft(dossier, shown):
        # Nothing is being typed on this page (any more, or yet), so all of it may be shown anew.
        return Answer(headers={"HX-Refresh": "true"})
    view = view_of(visit, dossier, shown=shown)
    return Answer(rendered(visit, "live.html", view, decided=not still_open))


def count(visit: Visit, brand: str, case_id: str) -> Answer:
    """Keep the wording, and say how long it is and what of it nobody vouches for yet."""
    visit.brand(brand)
    save(visit, brand, case_id)
    text, claims = visit.form.text("text"), None
    if visit.form.text("claims"):
        dossier = visit.services.review.store.dossier(brand, case_id)
        claims = claims_view(dossier, text, visit.form.ticked(VOUCH), {})
    view = count_view(text, saved="Saved")
    assets = visit.services.settings.assets_dir
    return Answer(render("counted.html", urls=visit.urls, assets_dir=assets, count=view, claims=claims))


def save(visit: Visit, brand: str, case_id: str) -> None:
    """Keep the wording of the form."""
    form, room = visit.form, visit.services.review
    save_edit(
        room,
        brand,
        case_id,
        text=form.text("text"),
        seen=form.number("seen"),
        who=visit.reviewer.id,
        by_model=bool(form.text("by_model")),
    )


def _first_draft(dossier: Dossier, shown: Shown) -> bool:
    """Whether the page shows no text at all, and now there is a draft for it."""
    return not shown.draft and fresh_draft(dossier) is not None and not has_own_wording(dossier)


def view_of(
    visit: Visit,
    dossier: Dossier,
    given: AtHand = NOTHING,
    refusal: Refusal | None = None,
    problem: Problem | None = None,
    shown: Shown | None = None,
    translation: TranslationView | None = None,
) -> CaseView:
    """The case as this person sees it, with what they have at hand."""
    case, brand = dossier.case, visit.brand(dossier.case.brand)
    looker = visit.looker(case.brand, case.desk)
    # The name is isolated, so that no sign in it turns the rest of the title around.
    title = f"\u2068{case.author.name or case.author.handle}\u2069"
    frame = visit.frame(title, case.brand, case.desk, looker.mode)
    # A fragment that tells what changed does not show what the case cost.
    cost = None if shown else cost_of(dossier, brand, visit.services.cost().known)
    return case_view(
        frame,
        dossier,
        brand,
        looker,
        at_hand=given,
        refusal=refusal,
        problem=problem,
        shown=shown,
        cost=cost,
        mark=None if shown else _mark(visit, dossier),
        translation=translation or translation_view(visit.reads_in),
    )


def _mark(visit: Visit, dossier: Dossier) -> MarkView | None:
    """The buttons for the verdict; none where its post was erased."""
    kept = any(post.ref == dossier.case.parent for post in dossier.posts)
    return marking.of_case(visit, dossier, CASE) if kept else None


def page_of(visit: Visit, view: CaseView, http_status: int = 200) -> Answer:
    """The whole page."""
    return Answer(rendered(visit, "case.html", view, decided=False), http_status)


def rendered(visit: Visit, template: str, view: CaseView, *, decided: bool) -> str:
    """A template of the case's."""
    assets = visit.services.settings.assets_dir
    return render(template, urls=visit.urls, assets_dir=assets, frame=view.frame, case=view, decided=decided)
