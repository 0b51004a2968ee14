"""The page that says what becomes of drafts, what was missing, and what was learnt."""

from collections.abc import Sequence
from typing import Any

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.render import render
from chalicelib.console.views.drafts_view import reasons, tables
from chalicelib.console.views.learnt_view import (
    MOST_QUESTIONS,
    desks,
    languages,
    learnt_view,
    missing_view,
    part_of,
)
from chalicelib.console.visit import NO_DESK_ZONE, Visit
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.learnt import Reviewed
from chalicelib.measure import drafts
from chalicelib.measure.accuracy import FEWEST
from chalicelib.measure.missing import missing
from chalicelib.telemetry import logger

SHOWN = 10


def show(visit: Visit, brand: str) -> Answer:
    """The tables, the questions and the replies of one desk and language."""
    of, store, now = visit.brand(brand), visit.services.review.store, visit.services.review.clock()
    decided = drafts.recent(store, brand, now)
    gaps = missing(store.gaps(brand))[:MOST_QUESTIONS]
    page = render(
        "drafts.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame("Drafts", brand),
        since=decided.since,
        is_cut=decided.is_cut,
        days=drafts.WITHIN.days,
        fewest=FEWEST,
        missing=[missing_view(one, visit.urls, brand, now, NO_DESK_ZONE) for one in gaps],
        voice=visit.urls.voice(brand),
        **_figures(decided.reviewed),
        **_learnt(visit, of, decided.reviewed),
    )
    return Answer(page)


def _figures(decided: Sequence[Reviewed]) -> dict[str, Any]:
    found = drafts.figures(decided)
    return {"tables": tables(found), "alone": found.alone, "reasons": reasons(found)}


def _learnt(visit: Visit, of: Brand, decided: Sequence[Reviewed]) -> dict[str, Any]:
    desk, lang, codes = _looked_at(visit, of, decided)
    review = visit.services.review
    kept, now = review.store.learnt(of.brand, desk, lang, limit=SHOWN), review.clock()
    return {
        "learnt": [learnt_view(one, now, NO_DESK_ZONE) for one in kept],
        "desks": desks(of.desks, desk),
        "languages": languages(codes, lang),
        "desk": desk,
        "lang": lang,
        "here": visit.urls.drafts(of.brand),
        "forget": visit.urls.forget_learnt(of.brand),
    }


def forget(visit: Visit, brand: str) -> Answer:
    """Drafts go by what was learnt from this post no longer."""
    visit.brand(brand)
    post, desk, lang = (visit.form.text(name) for name in ("post", "desk", "lang"))
    if ":" not in post:
        raise BadInputError("say which post: open the page Drafts again, and choose one")
    visit.services.review.store.forget_learnt(brand, post, gaps=False)
    logger.info(
        "what was learnt was forgotten", extra={"brand": brand, "post": post, "who": visit.reviewer.id}
    )
    return go_to(visit.urls.drafts(brand, said="forgotten", desk=desk, lang=lang))


def _looked_at(visit: Visit, of: Brand, decided: Sequence[Reviewed]) -> tuple[str, str, list[str]]:
    """The desk and language that were asked for, else those of the last decision; and all languages."""
    last = max(decided, key=lambda one: one.at, default=None)
    codes = [part_of(code) for code in (*of.languages, *(one.lang for one in decided))]
    desk = _one_of(list(of.desks), visit.query.get("desk", ""), last.desk if last else "")
    lang = _one_of(codes, visit.query.get("lang", ""), part_of(last.lang) if last else "")
    return desk, lang, codes


def _one_of(known: Sequence[str], *asked: str) -> str:
    return next((one for one in asked if one in known), known[0])
