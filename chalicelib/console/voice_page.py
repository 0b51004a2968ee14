"""The page that lists what a brand says and how: its documents, and where each one's text comes from."""

from chalicelib.console.answer import Answer
from chalicelib.console.render import render
from chalicelib.console.views.voice_view import groups
from chalicelib.console.visit import Visit
from chalicelib.voice.standing import standings


def show(visit: Visit, brand: str) -> Answer:
    """The list."""
    of, room = visit.brand(brand), visit.services.voice()
    body = render(
        "voice.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame("Voice", of.brand),
        brand=of,
        groups=groups(standings(room, brand), brand, visit.urls, visit.people, room.clock()),
    )
    return Answer(body)
