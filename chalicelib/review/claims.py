"""What a text says that no source holds: a person vouches for each such passage, or takes it out.

The passages are those that a draft or a variant of it names. Whoever edits a text keeps a passage where it
still stands there, whatever the case, accents, white space and punctuation.
"""

import re
import unicodedata
from collections.abc import Iterable

from chalicelib.domain.draft import Claim, Draft
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import digest
from chalicelib.ports import Dossier

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o"})
# What gives a number its meaning stays, though Unicode takes it for punctuation.
_MEANINGFUL = frozenset("%&@#/")


def seal_of(case_id: str, claim: Claim) -> str:
    """Names a passage in forms and events, which hold no text; another case has another name for it."""
    return digest("claim", case_id, _plain(claim.passage))[:20]


def stands_in(passage: str, text: str) -> bool:
    """Whether the text still says this passage: `3 days` does not stand in `13 days`."""
    words = _plain(passage)
    if not words:
        return False
    before = r"(?<!\d)" if words[0].isdigit() else ""
    after = r"(?!\d)" if words[-1].isdigit() else ""
    return re.search(before + re.escape(words) + after, _plain(text)) is not None


def claims_of(dossier: Dossier) -> tuple[Claim, ...]:
    """Every passage that a draft of the case, or a variant, states or promises; each once, the newest first.

    An earlier draft counts too, for what the current one does not name: its words may live on in somebody's
    own wording.
    """
    current = dossier.draft
    found = _by_words(_named_in(current))
    for draft in reversed(dossier.drafts):
        if current is None or draft.id != current.id:
            found = _by_words(_named_in(draft)) | found
    return tuple(found.values())


def unsourced_in(dossier: Dossier, text: str) -> tuple[Claim, ...]:
    """The passages of this text that rest on no source."""
    return tuple(one for one in claims_of(dossier) if one.source is None and stands_in(one.passage, text))


def vouched_for(dossier: Dossier, text: str, accepted: frozenset[str]) -> frozenset[str]:
    """The seals of the text's unsourced passages, all of them accepted by the person who approves.

    Raises BadInputError, with the passages, where one is not.
    """
    open_ones = {seal_of(dossier.case.id, one): one.passage for one in unsourced_in(dossier, text)}
    if missing := [passage for seal, passage in open_ones.items() if seal not in accepted]:
        raise BadInputError(f"no source says {_listed(missing)}: take it out, or tick that you vouch for it")
    return frozenset(open_ones)


def _by_words(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Of a passage with a source in one variant and none in another, nobody can tell which a text has."""
    found: dict[str, Claim] = {}
    for claim in claims:
        words = _plain(claim.passage)
        if words and (words not in found or claim.source is None):
            found[words] = claim
    return found


def _named_in(draft: Draft | None) -> Iterable[Claim]:
    if draft is None:
        return ()
    return (*draft.claims, *(claim for variant in draft.variants for claim in variant.claims))


def _listed(passages: list[str]) -> str:
    return ", nor ".join(f"“{passage.strip()}”" for passage in passages)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).casefold()
    kept = (" " if _is_punctuation(one) else one for one in folded if not _is_silent(one))
    return " ".join("".join(kept).split())


def _is_silent(character: str) -> bool:
    """Accents, and what nobody sees."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P") and character not in _MEANINGFUL
