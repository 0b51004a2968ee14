"""Where the documents of `prompts/` are read from: a folder, or versions of the console laid over it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from chalicelib.adapters.files.yaml_file import YamlFile, read_text, written_by_people
from chalicelib.domain.document import Document, text_digest

KEPT_FILES = 64


class Found(NamedTuple):
    """A document's text as its file holds it, the name that errors give it, and its version for drafts."""

    text: str
    name: str
    version: str

    def yaml(self) -> YamlFile:
        """Parsed. Raises BadInputError."""
        return _parsed(self.name, self.text)


@lru_cache(KEPT_FILES)
def _parsed(name: str, text: str) -> YamlFile:
    # One document is changed at a time, and all of a brand's are read again for it.
    return YamlFile(Path(name), text)


class PromptSource(Protocol):
    """Finds documents by their path under `prompts/`."""

    def find(self, path: str) -> Found | None:
        """The document, None where there is none. Raises BadInputError where it cannot be read."""
        ...

    def has_folder(self, path: str) -> bool:
        """Whether there is any document below this path."""
        ...

    def place(self, path: str) -> str:
        """Where the document is, or would be, for people."""
        ...


class Folder:
    """The documents of a folder, as deployed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, path: str) -> Found | None:
        """The file, with a digest of its text as the version."""
        place = self._root / path
        if not place.is_file():
            return None
        text = read_text(place)
        return Found(text, str(place), f"file {text_digest(written_by_people(text))[:8]}")

    def has_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        return (self._root / path).is_dir()

    def place(self, path: str) -> str:
        """The file's path."""
        return str(self._root / path)


class Overlay:
    """A folder with the console's versions in the place of some of its files."""

    def __init__(
        self, below: PromptSource, heads: Mapping[str, int], document: Callable[[str, int], Document]
    ) -> None:
        """`heads`: the newest version of each document; `document` fetches one, by path and version."""
        self._below = below
        self._heads = heads
        self._document = document

    def find(self, path: str) -> Found | None:
        """The console's version where there is one, else what lies below."""
        version = self._heads.get(path)
        if version is None:
            return self._below.find(path)
        return Found(self._document(path, version).text, path, f"console {version}")

    def has_folder(self, path: str) -> bool:
        """Whether there is one below: a brand without one may change a voice and share the others."""
        return self._below.has_folder(path)

    def place(self, path: str) -> str:
        """The file's place: whoever lacks a document writes a file."""
        return self._below.place(path)
