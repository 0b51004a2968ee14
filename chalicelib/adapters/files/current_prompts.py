"""Each brand's prompts as drafting uses them now: the files, with the console's versions in their place."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.adapters.files.prompt_source import Found, Overlay, PromptSource
from chalicelib.adapters.files.yaml_file import written_by_people
from chalicelib.domain.brand import Brand
from chalicelib.domain.document import Document
from chalicelib.domain.errors import BadInputError
from chalicelib.ports import Documents
from chalicelib.telemetry import logger

if TYPE_CHECKING:
    from chalicelib.draft.prompts import Prompts

KEPT_DOCUMENTS = 128
Fetch = Callable[[str, int], Document]


class Reading(NamedTuple):
    """What was read. `used` are the console's versions in it; `unused` says why one of them is not."""

    prompts: "Prompts"
    used: Mapping[str, int]
    unused: Mapping[str, str]


class CurrentPrompts(Mapping[str, "Prompts"]):
    """Prompts by brand. Each look asks for the newest versions, one small read; what was parsed is kept."""

    def __init__(
        self,
        deployed: Mapping[str, "Prompts"],
        files: PromptSource,
        brands: Mapping[str, Brand],
        documents: Documents,
    ) -> None:
        """`deployed` is what the files alone say."""
        self.documents = documents
        self._deployed = deployed
        self._files = files
        self._brands = brands
        self._readings: dict[str, tuple[dict[str, int], Reading]] = {}
        # A version never changes.
        self._fetch = lru_cache(KEPT_DOCUMENTS)(documents.document)

    def __getitem__(self, brand: str) -> "Prompts":
        return self.reading(brand).prompts

    def __iter__(self) -> Iterator[str]:
        return iter(self._deployed)

    def __len__(self) -> int:
        return len(self._deployed)

    def reading(self, brand: str) -> Reading:
        """The prompts as they are now, and which of the console's versions are in them.

        A version that this release cannot read is left out, and its file used in its place: drafting goes on.
        """
        heads = self.documents.heads(brand)
        if not heads:
            return Reading(self._deployed[brand], {}, {})
        kept = self._readings.get(brand)
        if kept is None or kept[0] != heads:
            self._readings[brand] = kept = (heads, self._read(brand, heads))
        return kept[1]

    def edited(self, brand: str, texts: Mapping[str, str]) -> "Prompts":
        """The prompts as they would be with these texts, by path. Raises BadInputError with path and line."""
        from chalicelib.adapters.files.prompt_files import read_prompts

        current = Overlay(self._files, self.reading(brand).used, self._fetcher(brand))
        return read_prompts(_Edited(current, texts), self._brands[brand])

    def file(self, path: str) -> str | None:
        """A deployed file's text as its owner wrote it, None where there is none."""
        found = self._files.find(path)
        return written_by_people(found.text) if found else None

    def _read(self, brand: str, heads: Mapping[str, int]) -> Reading:
        from chalicelib.adapters.files.prompt_files import read_prompts

        used, unused = dict(heads), dict[str, str]()
        while True:
            try:
                source = Overlay(self._files, used, self._fetcher(brand))
                return Reading(read_prompts(source, self._brands[brand]), used, unused)
            except BadInputError as wrong:
                if wrong.file is None or used.pop(wrong.file, None) is None:
                    raise
                unused[wrong.file] = str(wrong)
                told = {"brand": brand, "document": wrong.file, "error": str(wrong)}
                logger.warning("a version of the console cannot be read, its file is used", extra=told)

    def _fetcher(self, brand: str) -> Fetch:
        return lambda path, version: self._fetch(brand, path, version)


class _Edited:
    """A source with texts that are not kept anywhere yet in the place of some of its documents."""

    def __init__(self, below: PromptSource, texts: Mapping[str, str]) -> None:
        self._below = below
        self._texts = texts

    def find(self, path: str) -> Found | None:
        """The text where there is one, else what lies below."""
        text = self._texts.get(path)
        return self._below.find(path) if text is None else Found(text, path, "not saved yet")

    def has_folder(self, path: str) -> bool:
        """See `PromptSource.has_folder`."""
        return self._below.has_folder(path)

    def place(self, path: str) -> str:
        """See `PromptSource.place`."""
        return self._below.place(path)
