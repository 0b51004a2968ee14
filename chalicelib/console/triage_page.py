"""The page that says how right triage is, the sample to look through, and the examples that were chosen."""

from typing import Any

from chalicelib.console import marking
from chalicelib.console.answer import Answer, go_to
from chalicelib.console.render import render
from chalicelib.console.views.mark_view import SAMPLE, Choice
from chalicelib.console.views.queue_view import Looker, row
from chalicelib.console.views.triage_view import example_view, tables
from chalicelib.console.visit import NO_DESK_ZONE, Visit
from chalicelib.console.words import INTENTS
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.verdict import Intent
from chalicelib.measure import sample
from chalicelib.measure.accuracy import FEWEST, accuracy
from chalicelib.ports import MOST_EXEMPLARS
from chalicelib.review import exemplars


def show(visit: Visit, brand: str) -> Answer:
    """The tables and the examples."""
    of, store, now = visit.brand(brand), visit.services.review.store, visit.services.review.clock()
    lately = sample.lately(store, of, now)
    heard = sample.heard(store, brand, lately.cases)
    kept = store.exemplars(brand)
    return _page(
        visit,
        "triage.html",
        brand,
        "Triage",
        tables=tables(accuracy(sample.recent_marks(store, brand, now), heard)),
        aside=len(lately.aside),
        kept=len(lately.cases) - len(lately.aside),
        since=lately.since,
        is_cut=lately.is_cut,
        fewest=FEWEST,
        days=sample.MARKED_WITHIN.days,
        sample=visit.urls.sample(brand),
        examples=[example_view(one, visit.people, now, NO_DESK_ZONE) for one in reversed(kept)],
        most=MOST_EXEMPLARS,
        remove=visit.urls.remove_example(brand),
    )


def show_sample(visit: Visit, brand: str) -> Answer:
    """Twenty of what was put aside lately, by lot, each with its buttons."""
    of, review = visit.brand(brand), visit.services.review
    now = review.clock()
    aside = sample.lately(review.store, of, now).aside
    cases = sample.drawn(brand, aside, now)
    looker = Looker(visit.reviewer.id, now, NO_DESK_ZONE, review.site, visit.people)
    marks = marking.of_list(visit, cases, SAMPLE)
    return _page(
        visit,
        "sample.html",
        brand,
        "A sample of what was put aside",
        rows=[row(case, visit.urls, looker) for case in cases],
        marks=marks,
        marked=sum(bool(one.said) for one in marks.values()),
        aside=len(aside),
        back=visit.urls.triage(brand),
    )


def show_example(visit: Visit, brand: str, case_id: str) -> Answer:
    """The text as it would be kept, to be confirmed."""
    visit.brand(brand)
    review = visit.services.review
    proposed = exemplars.proposed(review, brand, case_id, who=visit.reviewer.id)
    return _page(
        visit,
        "example.html",
        brand,
        "Use as an example",
        example=example_view(proposed, visit.people, review.clock(), NO_DESK_ZONE),
        intents=[Choice(one.value, label, one is proposed.intent) for one, label in INTENTS.items()],
        needs_reply=proposed.needs_reply,
        seal=exemplars.seal(proposed),
        keep=visit.urls.example(brand, case_id),
        back=visit.urls.case(brand, case_id),
        most=MOST_EXEMPLARS,
    )


def keep_example(visit: Visit, brand: str, case_id: str) -> Answer:
    """Keep what was confirmed."""
    visit.brand(brand)
    intent, reply = visit.form.text("intent"), visit.form.text("reply")
    if intent not in set(Intent) or reply not in ("yes", "no"):
        raise BadInputError("say what the example shows: an intent, and whether it needs a reply")
    exemplars.choose(
        visit.services.review,
        brand,
        case_id,
        intent=Intent(intent),
        needs_reply=reply == "yes",
        seen=visit.form.text("seal"),
        who=visit.reviewer.id,
    )
    return go_to(visit.urls.triage(brand, said="exemplified"))


def remove_example(visit: Visit, brand: str) -> Answer:
    """Keep an example no longer."""
    visit.brand(brand)
    visit.services.review.store.forget_exemplar(brand, visit.form.text("post"))
    return go_to(visit.urls.triage(brand, said="unexemplified"))


def _page(visit: Visit, template: str, brand: str, title: str, **values: Any) -> Answer:
    assets = visit.services.settings.assets_dir
    frame = visit.frame(title, brand)
    return Answer(render(template, urls=visit.urls, assets_dir=assets, frame=frame, **values))
