"""How often, and how fast, a post's language is told: `python -m bench.language`.

Over the posts of EARSHOT_DATA whose language the set itself names, without the network's tag. Three ways: the
library alone, the way before (letters, a lead of little words, the library beyond a certainty), and ours.
Each figure is right / wrong / unknown in percent. The set names a language for a whole part, so some posts of
a part are in another; its Hindi is typed in Latin letters.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from chalicelib.triage.language import UNKNOWN, language_of
from chalicelib.triage.languages.little_words import read
from chalicelib.triage.languages.scripts import LATIN, script_of, told_by
from chalicelib.triage.rules.lexicon import LANGUAGES, UNSPACED, lexicon
from chalicelib.triage.rules.words import is_word, words_of

NAMES = {
    "english": "en", "spanish": "es", "german": "de", "french": "fr", "portuguese": "pt", "italian": "it",
    "arabic": "ar", "hindi": "hi",
}  # fmt: skip
LENGTHS = (("1-3 words", 1, 3), ("4-7 words", 4, 7), ("8+ words", 8, 10_000))
_SURE, _FEW = 0.9, 4
LanguageOf = Callable[[str], str]


def posts() -> Iterator[tuple[str, str]]:
    """(text, language) of the labelled posts; none without the data."""
    path = Path(os.environ.get("EARSHOT_DATA") or ".") / "labelled" / "sentiment8.jsonl"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] in NAMES and "-train" in row["id"]:
            yield row["text"], NAMES[row["lang"]]


def library_alone(text: str) -> str:
    """What langdetect says of the text as it stands, with all its languages."""
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return UNKNOWN
    return str(best.lang)


def before(text: str) -> str:
    """The way before: letters, then a lead of little words, then the library if four words and 0.9 sure."""
    from langdetect import LangDetectException, detect_langs

    start = text[:600]
    plain = " ".join(one for one in words_of(start).raw if is_word(one) and not one.isdigit())
    script = script_of(start)
    voted = told_by(script) or (lead(start) if script == LATIN else None)
    if voted or len(plain.split()) < _FEW:
        return voted or UNKNOWN
    try:
        best = detect_langs(plain)[0]
    except LangDetectException:
        return UNKNOWN
    return str(best.lang) if best.prob >= _SURE else UNKNOWN


def lead(text: str) -> str | None:
    """The language of which the text holds two little words or letters more than of any other."""
    words, letters = frozenset(words_of(text).folded), frozenset(text)
    books = {lang: lexicon(lang).settings for lang in LANGUAGES if lang not in {*UNSPACED, "el"}}
    votes = Counter(
        {lang: len(words & book.stop) + len(letters & book.letters) for lang, book in books.items()}
    )
    (first, most), (_, next_most) = votes.most_common(2)
    return first if most >= next_most + 2 else None


def shares(told: Iterable[tuple[str, str, int]]) -> str:
    """Right, wrong and unknown, in percent, of (language named, language told, words)."""
    kinds = Counter(UNKNOWN if said == UNKNOWN else said == named for named, said, _ in told)
    total = max(1, kinds.total())
    return " / ".join(f"{100 * kinds[kind] / total:4.1f}" for kind in (True, False, UNKNOWN))


def measure(name: str, way: LanguageOf, rows: list[tuple[str, str]]) -> None:
    """Print the table of one way."""
    way("a first post, so that everything is loaded")
    begun = time.perf_counter()
    answers = [way(text) for text, _ in rows]
    each = 1000 * (time.perf_counter() - begun) / len(rows)
    words = [len(read(words_of(text)).plain.split()) for text, _ in rows]
    told = list(zip((lang for _, lang in rows), answers, words, strict=True))
    print(f"\n{name}: {shares(told)}   {each:.2f} ms a post")
    for length, least, most in LENGTHS:
        print(f"  {length:<10} {shares(one for one in told if least <= one[2] <= most)}")
    for language, code in NAMES.items():
        print(f"  {language:<10} {shares(one for one in told if one[0] == code)}")


def loading() -> float:
    """Milliseconds that the first guess of a process takes beyond the second."""
    words = "waar blijft mijn pakket, ik wacht al drie weken"
    code = (
        "import time; from chalicelib.triage.language import language_of as of; of('the parcel is not here');"
        f"s=time.perf_counter(); of({words!r}); m=time.perf_counter(); of({words!r});"
        "print(2 * m - s - time.perf_counter())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return 1000 * float(done.stdout)


def zipped() -> float:
    """The megabytes that the library takes in the zip."""
    import langdetect

    folder = Path(langdetect.__file__).parent
    with (
        tempfile.TemporaryFile() as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z,
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not {"tests", "__pycache__"} & set(path.parts):
                z.write(path, path.relative_to(folder.parent))
        return sum(one.compress_size for one in z.infolist()) / 1_000_000


def main() -> None:
    """Print the tables."""
    print(f"langdetect: {zipped():.2f} MB zipped, {loading():.0f} ms at the first post that needs it")
    rows = list(posts())
    if not rows:
        print("no EARSHOT_DATA: nothing to tell the language of")
        return
    print(f"{len(rows):,} posts; right / wrong / unknown in %")
    measure("library alone (every tenth post)", library_alone, rows[::10])
    measure("the way before", before, rows)
    measure("ours", language_of, rows)


if __name__ == "__main__":
    main()
