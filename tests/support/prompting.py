"""Prompts for tests, with nothing changed in the console yet."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.current_prompts import CurrentPrompts
from chalicelib.adapters.files.prompt_source import Folder
from chalicelib.adapters.memory import MemoryDocuments
from chalicelib.bootstrap import read_all_prompts
from chalicelib.domain.brand import Brand
from chalicelib.draft.prompts import Prompts
from chalicelib.late import LateMapping
from chalicelib.ports import Documents

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"


@cache
def _shipped() -> Mapping[str, Prompts]:
    return read_all_prompts(PROMPTS, read_brands(PROMPTS / "brands"))


def unchanged(prompts: Mapping[str, Prompts]) -> CurrentPrompts:
    """These prompts, of the shipped folder."""
    brands = {brand_id: one.brand for brand_id, one in prompts.items()}
    return CurrentPrompts(prompts, Folder(PROMPTS), brands, MemoryDocuments())


def prompts_of(
    brands: Mapping[str, Brand], folder: Path = PROMPTS, documents: Documents | None = None
) -> CurrentPrompts:
    """What the folder says of the brands, read when it is asked for."""
    deployed = LateMapping(lambda: _shipped() if folder == PROMPTS else read_all_prompts(folder, brands))
    return CurrentPrompts(deployed, Folder(folder), brands, documents or MemoryDocuments())
