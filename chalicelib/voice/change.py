"""Saving a document, and taking a change back. Nothing is kept that no draft could use."""

from chalicelib.domain.document import LONGEST_DOCUMENT as LONGEST
from chalicelib.domain.document import Document
from chalicelib.domain.errors import BadInputError, ConflictError, NotFoundError
from chalicelib.voice.catalogue import Item
from chalicelib.voice.room import VoiceRoom
from chalicelib.voice.standing import standing

LONGEST_NOTE = 500
FILE = 0
"""The version that stands for the deployed file."""


def save(room: VoiceRoom, brand: str, item: Item, text: str, *, seen: int, who: str, note: str) -> Document:
    """Keep a text as the next version after the one that its author has `seen` (0 is the file).

    Raises BadInputError (with path and line where it is about the text), ConflictError where somebody else
    was faster, StoreUnavailableError.
    """
    now = standing(room, brand, item)
    if now.version != seen:
        raise ConflictError(f"somebody else changed {item.path} first")
    text = tidy(text)
    if text == tidy(now.text) and not now.unused:
        raise BadInputError("the text is as it was, so there is nothing to save")
    check(room, brand, item, text, note)
    document = Document(
        brand=brand,
        path=item.path,
        version=seen + 1,
        text=text,
        by=who,
        at=room.clock(),
        note=note.strip(),
        replaces=now.document.digest if now.document else now.file_digest,
        file=now.file_digest,
    )
    room.documents.save_document(document)
    return document


def check(room: VoiceRoom, brand: str, item: Item, text: str, note: str) -> None:
    """Refuse what cannot be saved. Raises BadInputError."""
    if not note.strip():
        raise BadInputError("say why: a few words that tell others what this change is for")
    if len(note) > LONGEST_NOTE:
        raise BadInputError(
            f"the note has {len(note)} characters, at most {LONGEST_NOTE} are kept: shorten it"
        )
    refuse_long(text)
    room.prompting.edited(brand, {item.path: text})


def refuse_long(text: str) -> None:
    """Refuse what no item of the table holds. Raises BadInputError."""
    # In bytes: what is written in Greek or Japanese takes two and three a character.
    if (size := len(text.encode())) > LONGEST:
        raise BadInputError(f"the text has {size:,} bytes, at most {LONGEST:,} are kept: shorten it")


def tidy(text: str) -> str:
    """The text with line ends as files have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"


def text_of(room: VoiceRoom, brand: str, item: Item, version: int) -> str:
    """The text of a version; that of the file for 0. Raises NotFoundError."""
    if version != FILE:
        return room.documents.document(brand, item.path, version).text
    file = standing(room, brand, item).file
    if file is None:
        raise NotFoundError(f"there is no file for {item.path}")
    return file


def roll_back(
    room: VoiceRoom, brand: str, item: Item, version: int, *, seen: int, who: str, note: str
) -> Document:
    """Keep an earlier version's text as the newest. Raises what `save` does, and NotFoundError."""
    text = text_of(room, brand, item, version)
    return save(room, brand, item, text, seen=seen, who=who, note=note)
