"""Asks langdetect, told beforehand which languages to expect."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.triage.languages.scripts import LATIN

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

# The languages of langdetect by script; those of one script alone are told by their letters.
_PROFILES = {
    LATIN: "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi",
    "CYRILLIC": "bg mk ru uk",
    "ARABIC": "ar fa ur",
    "DEVANAGARI": "hi mr ne",
}
_TRIALS = 5


class Guess(NamedTuple):
    """A language and how sure langdetect is of it, 0 to 1."""

    lang: str
    sure: float


def guess(plain: str, script: str, expected: Callable[[str], float]) -> Guess | None:
    """What langdetect takes the words for; None for letters that it has no languages for.

    `expected` weighs a language beforehand, above 0. The same words give the same guess.
    """
    if script not in _PROFILES:
        return None
    from langdetect import LangDetectException  # slow to load, seldom needed

    factory = _factory(script)
    detector = factory.create()
    detector.n_trial = _TRIALS
    detector.set_prior_map({lang: expected(lang) for lang in factory.langlist})
    detector.append(plain.lower())  # It skips words in capitals.
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        return None
    return Guess(str(best[0].lang), float(best[0].prob)) if best else None


@cache
def _factory(script: str) -> "DetectorFactory":
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    names = _PROFILES[script].split()
    factory = DetectorFactory()
    factory.seed = 0
    factory.load_json_profile([(Path(PROFILES_DIRECTORY) / name).read_text("utf-8") for name in names])
    return factory
