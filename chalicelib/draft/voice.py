"""What a voice says about single words."""

import re
from functools import lru_cache

from chalicelib.draft.prompts import Voice

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”«»]')
_LONGEST_PHRASE = 3


def never_written(voice: Voice) -> tuple[str, ...]:
    """The words and phrases that the voice forbids to the letter.

    All of `never`; what `avoid` puts in quotation marks, and its entries of at most three words; longer
    entries describe a manner, which only a reader can judge.
    """
    return (*voice.never, *_phrases(voice.avoid))


@lru_cache(maxsize=256)
def _phrases(avoid: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for entry in avoid:
        quoted = _QUOTED.findall(entry)
        found += quoted or ([entry] if len(entry.split()) <= _LONGEST_PHRASE else [])
    return tuple(found)
