"""The page of one document: changing it, looking at what changes, saving."""

from typing import NamedTuple

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.document_answer import Shown, answer
from chalicelib.console.problems import NotAdminError, Problem, problem_of
from chalicelib.console.views.preview_view import pair_views
from chalicelib.console.visit import Visit
from chalicelib.console.voice_form import VoiceFields, fields_of, text_of, typed_fields
from chalicelib.domain.errors import BadInputError, ConflictError, EarshotError
from chalicelib.draft.prompts import Voice
from chalicelib.voice import change as changing
from chalicelib.voice.catalogue import Item, Kind, item_of
from chalicelib.voice.difference import lines
from chalicelib.voice.preview import preview
from chalicelib.voice.standing import Standing, standing

SAVED_FIRST = Problem(
    409,
    "Somebody else saved first",
    "Nothing of yours was saved. What you typed is below, with how it differs from theirs.",
    "Take over what is missing, and save again: that replaces their text with yours.",
)


class Typed(NamedTuple):
    """What somebody typed: the whole text, and the form's fields where it was the form."""

    text: str
    fields: VoiceFields | None


def show(visit: Visit, brand: str, document: str) -> Answer:
    """The document as it stands; `?as=text` shows a voice as plain text."""
    of, room = visit.brand(brand), visit.services.voice()
    item = item_of(of, document)
    now = standing(room, brand, item)
    # A version that cannot be read has no fields.
    as_text = visit.query.get("as") == "text" or bool(now.unused)
    voice = _voice(visit, brand, item)
    fields = fields_of(voice, of) if voice and not as_text else None
    return answer(visit, brand, now, Shown(now.text, fields))


def change(visit: Visit, brand: str, document: str) -> Answer:
    """Show what changes, save, or go on in the other form."""
    of, room = visit.brand(brand), visit.services.voice()
    item = item_of(of, document)
    now = standing(room, brand, item)
    typed = _typed(visit, brand, now)
    shown = Shown(typed.text, typed.fields, differs=lines(now.text, changing.tidy(typed.text)))
    try:
        match visit.form.text("do"):
            case "save":
                return _save(visit, brand, item, typed.text)
            case "text":
                return answer(visit, brand, now, shown._replace(fields=None))
            case "form":
                return answer(
                    visit, brand, now, shown._replace(fields=_as_fields(visit, brand, item, typed.text))
                )
            case _:
                return answer(visit, brand, now, _with_preview(visit, brand, item, typed.text, shown))
    except (BadInputError, ConflictError) as error:
        return answer(visit, brand, now, shown._replace(problem=_problem(error, now, typed.text)))


def _save(visit: Visit, brand: str, item: Item, text: str) -> Answer:
    if not visit.reviewer.admin:
        raise NotAdminError("only an admin changes what the brand says and how")
    seen, note = visit.form.number("seen"), visit.form.text("note")
    room, who = visit.services.voice(), visit.reviewer.id
    changing.save(room, brand, item, text, seen=seen, who=who, note=note)
    return go_to(visit.urls.document(brand, item.id, said="voiced"))


def _with_preview(visit: Visit, brand: str, item: Item, text: str, shown: Shown) -> Shown:
    room = visit.services.voice()
    edited = room.prompting.edited(brand, {item.path: changing.tidy(text)})
    pairs = preview(room.prompting.reading(brand).prompts, edited, item, room.clock())
    return shown._replace(pairs=pair_views(pairs))


def _typed(visit: Visit, brand: str, now: Standing) -> Typed:
    of, voice = visit.brand(brand), _voice(visit, brand, now.item)
    if voice is None or visit.form.text("as") != "form":
        return Typed(visit.form.text("text"), None)
    fields = typed_fields(visit.form, voice, of)
    # The form was filled from what drafting uses: from the file, where the console's version cannot be read.
    base = now.file or "" if now.unused else now.text
    return Typed(text_of(fields, fields_of(voice, of), voice.version, base), fields)


def _voice(visit: Visit, brand: str, item: Item) -> Voice | None:
    """The voice that drafting uses now, where the document is one."""
    if item.kind is not Kind.VOICE:
        return None
    return visit.services.voice().prompting.reading(brand).prompts.voices[item.desks[0]]


def _as_fields(visit: Visit, brand: str, item: Item, text: str) -> VoiceFields | None:
    if item.kind is not Kind.VOICE:
        return None
    edited = visit.services.voice().prompting.edited(brand, {item.path: changing.tidy(text)})
    return fields_of(edited.voices[item.desks[0]], visit.brand(brand))


def _problem(error: EarshotError, now: Standing, text: str) -> Problem:
    """With the line that is wrong, where it is one of this text."""
    if isinstance(error, ConflictError):
        return SAVED_FIRST
    problem = problem_of(error)
    if isinstance(error, BadInputError) and error.line and error.file == now.item.path:
        said = (text.splitlines() or [""])[min(error.line, len(text.splitlines()) or 1) - 1].strip()
        problem = problem._replace(text=f"Line {error.line}, “{said[:80]}”: {error.problem}.")
    kept = "Nothing was saved, and what you typed is below: change it and try again."
    return problem._replace(title="This cannot be used yet", remedy=kept)
