"""How a document stands: its text now, where that comes from, and what is wrong with it."""

from typing import NamedTuple

from chalicelib.domain.document import Document, text_digest
from chalicelib.voice.catalogue import Item, catalogue
from chalicelib.voice.room import VoiceRoom

# What a version keeps of a deployed file where there was none.
NO_FILE = "-"


class Standing(NamedTuple):
    """`document` is the console's newest version, `file` the deployed text and `file_path` whence that is.

    `unused` says why drafting uses the file although there is a version of the console.
    """

    item: Item
    document: Document | None
    file: str | None
    file_path: str
    unused: str = ""

    @property
    def text(self) -> str:
        """What people change: the console's newest version, else the file."""
        return self.document.text if self.document else self.file or ""

    @property
    def version(self) -> int:
        """The console's newest version, 0 where there is none."""
        return self.document.version if self.document else 0

    @property
    def file_digest(self) -> str:
        """Names the deployed text."""
        return NO_FILE if self.file is None else text_digest(self.file)

    @property
    def has_newer_file(self) -> bool:
        """Whether a deployment brought another file than the one that the console's version knew."""
        if self.document is None or self.file is None or not self.document.file:
            return False
        return self.file_digest not in (self.document.file, self.document.digest)


def standing(room: VoiceRoom, brand: str, item: Item) -> Standing:
    """How one document stands now."""
    version = room.documents.heads(brand).get(item.path)
    return _standing(room, brand, item, version, room.prompting.reading(brand).unused.get(item.path, ""))


def standings(room: VoiceRoom, brand: str) -> tuple[Standing, ...]:
    """How all documents of a brand stand."""
    heads, unused = room.documents.heads(brand), room.prompting.reading(brand).unused
    return tuple(
        _standing(room, brand, item, heads.get(item.path), unused.get(item.path, ""))
        for item in catalogue(room.brands[brand])
    )


def _standing(room: VoiceRoom, brand: str, item: Item, version: int | None, unused: str) -> Standing:
    document = room.documents.document(brand, item.path, version) if version else None
    places = [path for path in (item.path, item.shared) if path]
    for path in places:
        if (file := room.prompting.file(path)) is not None:
            return Standing(item, document, file, path, unused)
    return Standing(item, document, None, item.path, unused)
