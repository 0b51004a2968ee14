"""What a person does to a case: each takes a form, decides, and says where to look next."""

from collections.abc import Callable

from chalicelib.console import case_page, marking, reply_page
from chalicelib.console.answer import Answer, go_to
from chalicelib.console.problems import problem_of
from chalicelib.console.render import render
from chalicelib.console.views.claim_view import VOUCH
from chalicelib.console.visit import Visit
from chalicelib.domain.case import Case
from chalicelib.domain.errors import BadInputError, EarshotError, NotFoundError
from chalicelib.domain.reasons import OTHER
from chalicelib.review import decide
from chalicelib.review.desk import next_case

Decision = Callable[[Visit, str, str], Answer]


def approve(visit: Visit, brand: str, case_id: str) -> Answer:
    """Approve the text as it stands in the form; then the next case."""
    form, room = visit.form, visit.services.review
    case = decide.approve(
        room,
        brand,
        case_id,
        text=form.text("text"),
        seen=form.number("seen"),
        who=visit.reviewer.id,
        accepted=form.ticked(VOUCH),
    )
    return _on_to_the_next(visit, case, "approved")


def hand_off(visit: Visit, brand: str, case_id: str) -> Answer:
    """Approve the text for a person to post; the answer opens the network with it filled in."""
    form, room = visit.form, visit.services.review
    handed = decide.hand_off(
        room,
        brand,
        case_id,
        text=form.text("text"),
        seen=form.number("seen"),
        who=visit.reviewer.id,
        accepted=form.ticked(VOUCH),
    )
    back = visit.urls.case(brand, case_id)
    assets = visit.services.settings.assets_dir
    page = render("hand_off.html", urls=visit.urls, assets_dir=assets, handed=handed, back=back)
    return Answer(page)


def reject(visit: Visit, brand: str, case_id: str) -> Answer:
    """Post nothing, for a reason from the list, in own words, or both."""
    reason, words = visit.form.text("reason").strip(), visit.form.text("words").strip()
    if reason == OTHER and not words:
        raise BadInputError("you chose another reason: say which one")
    why = words if reason == OTHER else ": ".join(part for part in (reason, words) if part)
    case = decide.reject(visit.services.review, brand, case_id, why=why, who=visit.reviewer.id)
    return _on_to_the_next(visit, case, "rejected")


def recall(visit: Visit, brand: str, case_id: str) -> Answer:
    """Take an approval or a hand-off back."""
    decide.recall(visit.services.review, brand, case_id, who=visit.reviewer.id)
    return go_to(visit.urls.case(brand, case_id, said="recalled"))


def restore(visit: Visit, brand: str, case_id: str) -> Answer:
    """Put back what was put aside."""
    case = decide.restore(visit.services.review, brand, case_id, who=visit.reviewer.id)
    if visit.wants_fragment:
        return marking.buttons(visit, brand, case_id)
    if "where" in visit.form.fields:
        return go_to(marking.back(visit, case, "restored"))
    return go_to(visit.urls.case(brand, case_id, said="restored"))


def resolve(visit: Visit, brand: str, case_id: str) -> Answer:
    """Close the case."""
    case = decide.resolve(visit.services.review, brand, case_id, who=visit.reviewer.id)
    return _on_to_the_next(visit, case, "resolved")


def edit(visit: Visit, brand: str, case_id: str) -> Answer:
    """Keep the wording: a draft that was chosen, and what browsers without JavaScript do instead of saving as
    one types."""
    case_page.save(visit, brand, case_id)
    if visit.wants_fragment:
        dossier = visit.services.review.store.dossier(brand, case_id)
        return reply_page.reply(visit, dossier, case_page.at_hand(visit))
    return go_to(visit.urls.case(brand, case_id, said="saved"))


def _with_drafting(action: str) -> Decision:
    """What needs drafting's rooms, which are imported only then: most decisions have no use for them."""

    def carry_it_out(visit: Visit, brand: str, case_id: str) -> Answer:
        from chalicelib.console import changing

        return changing.ACTIONS[action](visit, brand, case_id)

    return carry_it_out


DECISIONS: dict[str, Decision] = {
    "approve": approve,
    "hand-off": hand_off,
    "reject": reject,
    "recall": recall,
    "restore": restore,
    "resolve": resolve,
    "edit": edit,
    "change": _with_drafting("change"),
    "translate": _with_drafting("translate"),
    "why": _with_drafting("why"),
    "mark": marking.carry_out,
}


def carry_out(visit: Visit, brand: str, case_id: str, action: str) -> Answer:
    """Do it, or show the case again with the reason why not and the text that was typed."""
    visit.brand(brand)
    if action not in DECISIONS:
        raise NotFoundError(f"nothing is called {action!r} here")
    try:
        return DECISIONS[action](visit, brand, case_id)
    except NotFoundError:
        raise
    except EarshotError as error:
        if visit.wants_fragment:
            raise
        return case_page.refused(visit, brand, case_id, problem_of(error))


def _on_to_the_next(visit: Visit, case: Case, said: str) -> Answer:
    following = next_case(visit.services.review, case.brand, case.desk, case.id)
    if following:
        return go_to(visit.urls.case(case.brand, following, said=said, about=case.id))
    return go_to(visit.urls.queue(case.brand, case.desk, said=said, about=case.id))
