"""What the documents are worked on with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.brand import Brand
from chalicelib.ports import Clock, Documents

if TYPE_CHECKING:
    from chalicelib.draft.prompts import Prompts


class Reading(Protocol):
    """What drafting uses now, and why it does not use a version of the console, by path."""

    @property
    def prompts(self) -> "Prompts":
        """All of it."""
        ...

    @property
    def unused(self) -> Mapping[str, str]:
        """The versions that cannot be read, with the reason."""
        ...


class Prompting(Protocol):
    """Reads a brand's documents, as they are and as they would be."""

    def reading(self, brand: str) -> Reading:
        """As they are now."""
        ...

    def edited(self, brand: str, texts: Mapping[str, str]) -> "Prompts":
        """As they would be with these texts, by path. Raises BadInputError with path and line."""
        ...

    def file(self, path: str) -> str | None:
        """A deployed file as its owner wrote it, None where there is none."""
        ...


@dataclass(frozen=True)
class VoiceRoom:
    """The documents of all brands."""

    documents: Documents
    prompting: Prompting
    brands: Mapping[str, Brand]
    clock: Clock
