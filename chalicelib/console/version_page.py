"""The page of one version of a document, or of its deployed file; from there the text can be taken back."""

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.problems import NotAdminError, Problem, problem_of
from chalicelib.console.render import render
from chalicelib.console.views.voice_view import heading_of, version_lines
from chalicelib.console.visit import Visit
from chalicelib.domain.errors import BadInputError, ConflictError, NotFoundError
from chalicelib.voice import change as changing
from chalicelib.voice.catalogue import Item, item_of
from chalicelib.voice.difference import lines
from chalicelib.voice.standing import standing

MOST_DIGITS = 6
CHANGED = Problem(
    409,
    "Somebody else saved first",
    "Nothing was taken back. Below is how this version differs from the text as it is now.",
    "Take it back all the same, or leave it.",
)


def show(visit: Visit, brand: str, document: str, version: str) -> Answer:
    """The version, with how it differs from the text as it is now."""
    return _page(visit, brand, item_of(visit.brand(brand), document), _number(version))


def roll_back(visit: Visit, brand: str, document: str, version: str) -> Answer:
    """Keep this version's text as the newest; the page again, with the reason, where that is refused."""
    item, number = item_of(visit.brand(brand), document), _number(version)
    if not visit.reviewer.admin:
        raise NotAdminError("only an admin changes what the brand says and how")
    room, who = visit.services.voice(), visit.reviewer.id
    seen, note = visit.form.number("seen"), visit.form.text("note")
    try:
        changing.roll_back(room, brand, item, number, seen=seen, who=who, note=note)
    except ConflictError:
        return _page(visit, brand, item, number, CHANGED)
    except BadInputError as error:
        refused = problem_of(error)._replace(
            title="This cannot be taken back as it is",
            remedy="Nothing was changed. Open the document, and take over what you need by hand.",
        )
        return _page(visit, brand, item, number, refused)
    return go_to(visit.urls.document(brand, item.id, said="rolled"))


def _number(version: str) -> int:
    if not (version.isascii() and version.isdigit() and len(version) <= MOST_DIGITS):
        raise NotFoundError(f"{version!r} is no version")
    return int(version)


def _page(visit: Visit, brand: str, item: Item, version: int, problem: Problem | None = None) -> Answer:
    room = visit.services.voice()
    text, now = changing.text_of(room, brand, item, version), standing(room, brand, item)
    kept = (room.documents.document(brand, item.path, version),) if version else ()
    about = version_lines(kept, item, visit.urls, visit.people, room.clock())
    title = f"{heading_of(item)}, {f'version {version}' if version else 'the deployed file'}"
    body = render(
        "version.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame(title, brand),
        text=text,
        about=about[0] if about else None,
        file=now.file_path,
        version=version,
        current=version == now.version,
        differs=lines(now.text, text),
        seen=now.version,
        note=visit.form.text("note") or f"Back to {f'version {version}' if version else 'the deployed file'}",
        longest_note=changing.LONGEST_NOTE,
        may_save=visit.reviewer.admin,
        problem=problem,
        here=visit.urls.version(brand, item.id, version),
        back=visit.urls.document(brand, item.id),
    )
    return Answer(body, problem.status if problem else 200)
