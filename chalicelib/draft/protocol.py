"""What the brand itself laid down for danger, threats and the press: nobody generates words for those."""

from chalicelib.draft.filling import fill_text, values_for
from chalicelib.draft.prompts import Prompts, Protocol
from chalicelib.ports import DraftRequest, Suggestion

# Of several risks, the one that cannot wait is followed.
_MOST_URGENT_FIRST = ("self_harm", "crisis", "safety", "legal", "press", "fraud")


def protocol_for(request: DraftRequest, prompts: Prompts) -> Protocol | None:
    """The protocol of the most urgent risk that triage saw and the brand has one for."""
    risks = [risk for risk in _MOST_URGENT_FIRST if risk in request.verdict.risk]
    found = (one for risk in risks for one in prompts.protocols if risk in one.risks)
    return next(found, None)


def follow(protocol: Protocol, request: DraftRequest, prompts: Prompts) -> Suggestion:
    """The protocol's holding reply, in the post's language or the brand's first, and its steps.

    The text is empty where the brand says nothing in public.
    """
    wanted = request.verdict.lang.split("-")[0].lower()
    language = next((one for one in (wanted, request.brand.languages[0]) if one in protocol.say), "")
    text = fill_text(protocol.say[language], values_for(request, prompts)) if language else ""
    said = "" if text else ". Nothing is said in public"
    return Suggestion(
        text=text,
        lang=language or request.brand.languages[0],
        origin="protocol",
        sources=(f"protocol:{protocol.id}",),
        note=f"The brand's protocol {protocol.id}, for {protocol.who}{said}",
        steps=protocol.steps,
    )
