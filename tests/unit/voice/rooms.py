"""A room of the sample brand's documents, for tests: a folder of its own, and versions in memory."""

from pathlib import Path

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.memory import MemoryDocuments
from chalicelib.domain.document import Document
from chalicelib.voice.room import VoiceRoom
from tests.support.prompting import PROMPTS, prompts_of
from tests.support.values import NOW

BRAND = "tarnhollow"
VOICE = "voices/tarnhollow/support.yaml"
BRANDS = read_brands(PROMPTS / "brands")


def a_room(folder: Path = PROMPTS, documents: MemoryDocuments | None = None) -> VoiceRoom:
    """The room, at a moment that stands."""
    prompting = prompts_of(BRANDS, folder, documents)
    return VoiceRoom(prompting.documents, prompting, BRANDS, lambda: NOW)


def kept(room: VoiceRoom, path: str, text: str, version: int = 1) -> None:
    """Put a version where the console keeps it, right or wrong."""
    room.documents.save_document(
        Document(brand=BRAND, path=path, version=version, text=text, by="ana", at=NOW, note="a test")
    )
