"""What needs drafting's own rooms: other words for a reply, what it says in another language, and what its
sources say. Each shows the case again at once."""

from dataclasses import replace

from chalicelib.console import case_page, reading, reply_page
from chalicelib.console.answer import Answer
from chalicelib.console.views.choice_view import checks
from chalicelib.console.views.touch_view import TouchedView
from chalicelib.console.views.translation_view import texts_of, translation_view
from chalicelib.console.visit import Visit
from chalicelib.console.words import LANGUAGES
from chalicelib.domain.draft import Draft, Variant
from chalicelib.domain.errors import BadInputError, ModelUnavailableError
from chalicelib.draft import wording
from chalicelib.draft.change import Changed
from chalicelib.ports import Dossier, Touch
from chalicelib.review.desk import save_edit


def change(visit: Visit, brand: str, case_id: str) -> Answer:
    """Change the text as asked. One that passes its checks takes the place of the text, and can be undone."""
    form, room = visit.form, visit.services.review
    dossier, seen = room.store.dossier(brand, case_id), form.number("seen")
    text, by_model = form.text("text"), bool(form.text("by_model"))
    done = _changed(visit, dossier, text)
    given = replace(case_page.at_hand(visit), touched=_told(visit, done))
    if done.passes:
        reworded = by_model or done.by_model
        who = visit.reviewer.id
        save_edit(room, brand, case_id, text=done.text, seen=seen, who=who, by_model=reworded)
        undo = replace(_told(visit, done), before=text, before_by_model=by_model)
        given = replace(given, kept=done.text, by_model=reworded, touched=undo)
    return reply_page.reply(visit, dossier, given)


def translate(visit: Visit, brand: str, case_id: str) -> Answer:
    """Show post and draft in the language that the person reads, and remember which one that is."""
    lang, dossier = visit.form.text("reads"), visit.services.review.store.dossier(brand, case_id)
    if lang not in LANGUAGES:
        raise BadInputError("choose one of the languages of the list")
    try:
        texts = texts_of(dossier, visit.form.text("text"))
        made = wording.translate(visit.services.wording(), dossier, texts, lang)
        cut = any(len(text) > wording.LONGEST_TEXT for text in texts)
        shown = translation_view(lang, made, cut=cut)
    except ModelUnavailableError as unavailable:
        shown = translation_view(lang, problem=str(unavailable))
    answer = reply_page.translated(visit, dossier, shown)
    secure = visit.services.settings.secure_cookies
    cookie = reading.set_cookie(lang, path=visit.urls.cookie_path, secure=secure)
    return replace(answer, headers=answer.headers | {"Set-Cookie": cookie})


def why(visit: Visit, brand: str, case_id: str) -> Answer:
    """Show what the sources of the draft say, as far as it is known now."""
    dossier = visit.services.review.store.dossier(brand, case_id)
    says = wording.words_of_sources(visit.services.wording(), dossier)
    return reply_page.why(visit, dossier, replace(case_page.at_hand(visit), says=says))


ACTIONS = {"change": change, "translate": translate, "why": why}


def _changed(visit: Visit, dossier: Dossier, text: str) -> Changed:
    asked = visit.form.text("touch")
    if asked not in set(Touch):
        raise BadInputError(f"there is no change called {asked!r}")
    instruction = visit.form.text("instruction").strip()
    if asked == Touch.FREE and not instruction:
        return Changed("", "Say in a few words what to change.")
    return wording.change(
        visit.services.wording(),
        dossier,
        text=text,
        touch=Touch(asked),
        instruction=instruction,
        sources=_sources(dossier, text),
    )


def _sources(dossier: Dossier, text: str) -> tuple[str, ...]:
    """What the text rests on: the sources of the variant that it is, else all of the draft's."""
    draft = dossier.draft
    if draft is None:
        return ()
    ways: tuple[Draft | Variant, ...] = (draft, *draft.variants)
    exact = next((one.sources for one in ways if one.text.strip() == text.strip()), None)
    return (
        exact if exact is not None else tuple(dict.fromkeys(source for one in ways for source in one.sources))
    )


def _told(visit: Visit, done: Changed) -> TouchedView:
    return TouchedView(
        touch=visit.form.text("touch"),
        note=done.note,
        proposal="" if done.passes else done.text,
        failed=tuple(one for one in checks(done.checks) if not one.passed),
        asked=visit.form.text("instruction"),
        by_model=done.by_model,
    )
