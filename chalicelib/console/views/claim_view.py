"""What the text states or promises, and what each of it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.draft import Claim
from chalicelib.ports import Dossier
from chalicelib.review.claims import claims_of, seal_of, stands_in

VOUCH = "vouch-"
THE_POST = "post"


@dataclass(frozen=True)
class ClaimView:
    """One passage of the text. `field` is the box by which a person vouches for one without a source; `says`
    is what the source says, empty where that is not known."""

    passage: str
    source: str
    says: str
    field: str
    ticked: bool


@dataclass(frozen=True)
class ClaimsView:
    """Those that somebody has to vouch for, and those that rest on something.

    `watched`: a draft of the case has one without a source, so the list may change as the text does.
    """

    watched: bool
    unsourced: tuple[ClaimView, ...]
    sourced: tuple[ClaimView, ...]


def claims_view(dossier: Dossier, text: str, ticked: frozenset[str], says: Mapping[str, str]) -> ClaimsView:
    """The claims that stand in the text as it is now."""
    claims = claims_of(dossier)
    standing = [claim for claim in claims if stands_in(claim.passage, text)]
    shown = [_claim(dossier.case.id, claim, ticked, says) for claim in standing]
    return ClaimsView(
        watched=any(claim.source is None for claim in claims),
        unsourced=tuple(one for one in shown if not one.source),
        sourced=tuple(one for one in shown if one.source),
    )


def _claim(case_id: str, claim: Claim, ticked: frozenset[str], says: Mapping[str, str]) -> ClaimView:
    seal, source = seal_of(case_id, claim), claim.source or ""
    return ClaimView(
        passage=claim.passage.strip(),
        source="the person's own post" if source == THE_POST else source,
        says=says.get(source, ""),
        field=VOUCH + seal,
        ticked=seal in ticked,
    )
