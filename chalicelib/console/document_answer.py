"""A document's page, whatever was asked of it."""

from typing import NamedTuple

from chalicelib.console.answer import Answer
from chalicelib.console.problems import Problem
from chalicelib.console.render import render
from chalicelib.console.views.preview_view import PairView
from chalicelib.console.views.voice_view import HINTS, heading_of, source_of, version_lines
from chalicelib.console.visit import Visit
from chalicelib.console.voice_form import EMOJI, MANNERS, NOTE, VoiceFields
from chalicelib.console.words import direction, lang_tag, language
from chalicelib.voice.catalogue import Kind
from chalicelib.voice.change import LONGEST_NOTE
from chalicelib.voice.difference import Line
from chalicelib.voice.standing import Standing


class Shown(NamedTuple):
    """What the page holds: the text or, with `fields`, the form; `pairs` and `differs` show a change."""

    text: str
    fields: VoiceFields | None = None
    pairs: tuple[PairView, ...] = ()
    differs: tuple[Line, ...] = ()
    problem: Problem | None = None


def answer(visit: Visit, brand: str, now: Standing, shown: Shown) -> Answer:
    """The page."""
    room, item = visit.services.voice(), now.item
    at = room.clock()
    history = room.documents.document_history(brand, item.path)
    body = render(
        "document.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame(heading_of(item), brand),
        shown=shown,
        hint=HINTS[item.kind],
        source=source_of(now, visit.people, at),
        seen=now.version,
        note=visit.form.text("note"),
        history=version_lines(history, item, visit.urls, visit.people, at),
        is_task=item.kind is Kind.TASK,
        has_form=item.kind is Kind.VOICE,
        here=visit.urls.document(brand, item.id),
        file=visit.urls.version(brand, item.id, 0),
        back=visit.urls.voice(brand),
        may_save=visit.reviewer.admin,
        manners=MANNERS,
        emoji=EMOJI,
        note_field=NOTE,
        longest_note=LONGEST_NOTE,
        language=language,
        lang_tag=lang_tag,
        direction=direction,
    )
    return Answer(body, shown.problem.status if shown.problem else 200)
