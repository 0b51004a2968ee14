"""The case again with something new about its reply; to htmx that part alone."""

from chalicelib.console import case_page
from chalicelib.console.answer import Answer
from chalicelib.console.render import render
from chalicelib.console.views.at_hand import AtHand
from chalicelib.console.views.translation_view import TranslationView
from chalicelib.console.visit import Visit
from chalicelib.ports import Dossier


def reply(visit: Visit, dossier: Dossier, given: AtHand) -> Answer:
    """The case with this at hand: to htmx the reply alone."""
    view = case_page.view_of(visit, dossier, given)
    if not visit.wants_fragment:
        return case_page.page_of(visit, view)
    if view.draft is None:
        return Answer(headers={"HX-Refresh": "true"})
    return Answer(case_page.rendered(visit, "draft.html", view, decided=False))


def why(visit: Visit, dossier: Dossier, given: AtHand) -> Answer:
    """The case with what the sources say: to htmx that alone."""
    view = case_page.view_of(visit, dossier, given)
    if not visit.wants_fragment:
        return case_page.page_of(visit, view)
    if view.draft is None or view.draft.why is None:
        return Answer(headers={"HX-Refresh": "true"})
    assets = visit.services.settings.assets_dir
    return Answer(render("why.html", urls=visit.urls, assets_dir=assets, draft=view.draft))


def translated(visit: Visit, dossier: Dossier, translation: TranslationView) -> Answer:
    """The case with post and draft in another language: to htmx that alone."""
    view = case_page.view_of(visit, dossier, case_page.at_hand(visit), translation=translation)
    if visit.wants_fragment:
        return Answer(case_page.rendered(visit, "translation.html", view, decided=False))
    return case_page.page_of(visit, view)
