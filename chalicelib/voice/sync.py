"""Files and the console's versions brought together: what changed on which side since they last met."""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.document import Document, text_digest
from chalicelib.voice.change import refuse_long, tidy
from chalicelib.voice.room import VoiceRoom


class Where(StrEnum):
    """Which side has something that the other lacks."""

    SAME = "the same on both sides"
    FILE_ONLY = "only a file, which a deployment brings"
    CONSOLE = "newer in the console"
    HERE = "changed here"
    BOTH = "changed on both sides"


class Met(NamedTuple):
    """What both sides held when they last met: the console's version (0 for none) and the file's digest."""

    version: int
    digest: str


class Sides(NamedTuple):
    """A document's file, where there is one, and the console's newest version; `met` is None before."""

    path: str
    text: str | None
    document: Document | None
    met: Met | None
    where: Where

    @property
    def as_met(self) -> Met | None:
        """What is to be remembered where both sides are the same, or there is but a file."""
        if self.document and (self.text is None or text_digest(self.text) == self.document.digest):
            return Met(self.document.version, self.document.digest)
        return None if self.document or self.text is None else Met(0, text_digest(self.text))


def sides_of(room: VoiceRoom, brand: str, path: str, version: int | None, met: Met | None) -> Sides:
    """Both sides of a document, `version` being the console's newest."""
    document = room.documents.document(brand, path, version) if version else None
    text = room.prompting.file(path)
    return Sides(path, text, document, met, _where(room, text, document, met))


def _where(room: VoiceRoom, text: str | None, document: Document | None, met: Met | None) -> Where:
    mine = None if text is None else text_digest(text)
    if document is None:
        if met is None:
            return Where.SAME if mine is None else Where.FILE_ONLY
        return Where.SAME if mine in (None, met.digest) else Where.HERE
    if mine == document.digest:
        return Where.SAME
    if not _was_changed(room, mine, document, met):
        return Where.CONSOLE
    return Where.HERE if met and met.version == document.version else Where.BOTH


def _was_changed(room: VoiceRoom, mine: str | None, document: Document, met: Met | None) -> bool:
    """Whether the file holds something that the console never knew."""
    if mine is None:
        return False
    if met:
        return mine != met.digest
    history = room.documents.document_history(document.brand, document.path)
    known = {digest for one in history for digest in (one.digest, one.replaces, one.file)}
    return mine not in known


def push(room: VoiceRoom, brand: str, sides: Sides, *, who: str, note: str) -> Document:
    """Keep the file's text as the next version. Raises BadInputError, ConflictError."""
    text, before = tidy(sides.text or ""), sides.document
    refuse_long(text)
    document = Document(
        brand=brand,
        path=sides.path,
        version=before.version + 1 if before else 1,
        text=text,
        by=who,
        at=room.clock(),
        note=note,
        replaces=before.digest if before else "",
        # Which file is deployed cannot be told from here.
        file=before.file if before else "",
    )
    room.documents.save_document(document)
    return document
