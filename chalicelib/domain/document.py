"""One document of `prompts/` as the console keeps it: versions that no deployment overwrites."""

from pydantic import Field

from chalicelib.domain.value import UtcTime, Value, digest

# DynamoDB takes 400 KB an item, and no prompt needs that much.
LONGEST_DOCUMENT = 200_000


class Document(Value):
    """One version of a document. `path` is that under `prompts/`; `version` counts from 1.

    `replaces` is the digest of the text that its author began with, `note` says why it was changed. `file` is
    the digest of the deployed file that its author had before them, empty where there was none.
    """

    brand: str
    path: str
    version: int = Field(ge=1)
    text: str = Field(max_length=LONGEST_DOCUMENT)
    by: str
    at: UtcTime
    note: str = ""
    replaces: str = ""
    file: str = ""

    @property
    def digest(self) -> str:
        """Names the text."""
        return text_digest(self.text)


def text_digest(text: str) -> str:
    """Names a text, whatever kind of line ends it has."""
    return digest("\n".join(text.splitlines()))[:16]
