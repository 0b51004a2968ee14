"""What a text states or promises, and on what it rests.

Found are links, amounts, codes, numbers, stretches of time, days to come and promises: what somebody could
hold the brand to.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from chalicelib.domain.draft import Claim
from chalicelib.draft import phrases
from chalicelib.draft.heard import past_times_in, times_in
from chalicelib.draft.links import links_in
from chalicelib.draft.words import Folded, find_all, fold

# X knows no other letters in handles: in `@name` and a Japanese ending, only the first is one.
HANDLE = re.compile(r"(?<![A-Za-z0-9_])[@＠]([A-Za-z0-9_]+)")
AMOUNT = re.compile(
    r"[$€£¥￥₺]\s?\d[\d.,]*"
    r"|\d[\d.,]*\s?(?:[$€£¥₺%％円]|(?:eur|euros?|usd|gbp|pln|zł|tl|try|lei|kr|dollars?|pounds?|reais|yen|lira)\b)",
    re.I,
)
# Letters with digits, or a word that is shouted: nobody writes one for its own sake.
CODE = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z]{2})[A-Z0-9]{5,}|[A-Z]{5,})(?![A-Za-z0-9_])"
)
_NUMBER = re.compile(r"\d[\d.,:]*(?:\s?[-–]\s?\d[\d.,:]*)?")
# What rests on the person's own words.
IN_THE_POST = "post"
_TAKEN = "\0"


def claims_in(text: str) -> list[str]:
    """The passages of the text, as written, in their order; of two that overlap, the longer."""
    plain = Folded(HANDLE.sub(" ", text))
    found = chain(
        links_in(text),
        *(_matches(pattern, plain.text) for pattern in (AMOUNT, CODE, _NUMBER)),
        times_in(plain),
        find_all(phrases.PROMISES, plain),
        find_all(phrases.DATES, plain),
    )
    return _without_parts(text, dict.fromkeys(found))


def promises_in(text: Folded) -> list[str]:
    """Money, gifts, guarantees, blame and days to come, amounts and codes; the longest first."""
    said = sorted({*find_all(phrases.PROMISES, text), *find_all(phrases.DATES, text)}, key=len, reverse=True)
    return [*said, *_matches(AMOUNT, text.text), *_matches(CODE, text.text)]


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group().rstrip(".,:") for match in pattern.finditer(text)]


def _without_parts(text: str, passages: Iterable[str]) -> list[str]:
    places: dict[str, int] = {}
    rest = text
    for passage in sorted(passages, key=len, reverse=True):
        # What is nowhere but in longer passages is no claim of its own; what a handle stood in is nowhere.
        if passage in rest or passage not in text:
            places[passage] = rest.find(passage)
            rest = rest.replace(passage, _TAKEN * len(passage))  # so that places stay what they are
    return sorted(places, key=lambda passage: places[passage])


def is_held(passage: str, words: str) -> bool:
    """Whether the folded words of a source hold the passage; 5 days are not held by 25 days."""
    wanted = fold(passage)
    before = r"(?<!\d)(?<!\d[.,])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else ""
    return bool(re.search(before + re.escape(wanted) + after, words))


def with_sources(
    text: str, said: Mapping[str, str], own: Iterable[Claim] = (), posts: Iterable[str] = ()
) -> tuple[Claim, ...]:
    """Each claim of the text with the source that holds it, or with none.

    `said` is what each source says, the cited ones first. `own` are what whoever wrote the text says that it
    claims: one whose source does not hold its figures, codes and links has none, and it covers what is found
    in it, to the letter. A stretch of time that has passed may also rest on the posts that name it.
    """
    folded = {source: fold(words) for source, words in said.items()}
    heard = {fold(time) for time in chain.from_iterable(times_in(Folded(post)) for post in posts)}
    # What is still to come is a promise, also in words that were somebody's own.
    times = heard.intersection(fold(time) for time in past_times_in(Folded(text)))
    told = [_checked(claim, folded) for claim in own if fold(claim.passage) in fold(text)]
    covered = {fold(passage) for claim in told for passage in claims_in(claim.passage)}
    found = [passage for passage in claims_in(text) if fold(passage) not in covered]
    resolved = [Claim(passage=passage, source=_source_of(passage, folded, times)) for passage in found]
    return (*told, *resolved)


def _checked(claim: Claim, said: Mapping[str, str]) -> Claim:
    words = said.get(claim.source or "", "")
    held = words and all(is_held(part, words) for part in claims_in(claim.passage))
    return claim if held else claim.model_copy(update={"source": None})


def _source_of(passage: str, said: Mapping[str, str], times: set[str]) -> str | None:
    source = next((source for source, words in said.items() if is_held(passage, words)), None)
    return source or (IN_THE_POST if fold(passage) in times else None)
