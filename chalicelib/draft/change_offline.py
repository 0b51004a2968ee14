"""Changes that need no model. Each gives the text, or says in words why it is not to be had."""

from typing import NamedTuple

from chalicelib.draft.change_task import stated
from chalicelib.draft.filling import can_fill, fill, sign_off, values_for
from chalicelib.draft.links import links_in
from chalicelib.draft.prompts import Prompts, Voice
from chalicelib.draft.sentences import NEXT_STEP, need_of, sentences_of, without
from chalicelib.policy.length import weighted_length
from chalicelib.ports import ChangeRequest, Touch


class Offline(NamedTuple):
    """The changed text, with what it rests on; empty where there is none, and `note` says why."""

    text: str
    note: str
    sources: tuple[str, ...] = ()


def change_offline(request: ChangeRequest, prompts: Prompts) -> Offline | None:
    """The text as changed by rules; None where only a model can."""
    match request.touch:
        case Touch.SHORTER:
            return _shorter(request, prompts)
        case Touch.FIT:
            return _fitted(request, prompts)
        case Touch.ADD_LINK:
            return _linked(request, prompts)
        case Touch.POST_LANGUAGE:
            return _in_post_language(request, prompts)
        case _:
            return None


def _shorter(request: ChangeRequest, prompts: Prompts) -> Offline:
    text = _without_the_least(request.text.strip(), prompts.voices[request.around.desk])
    if not text:
        return Offline("", "It is one sentence: only a person or a model can shorten that.")
    return Offline(text, "The sentence that was needed least is gone.")


def _fitted(request: ChangeRequest, prompts: Prompts) -> Offline:
    limit, text = request.around.max_length, request.text.strip()
    if weighted_length(text) <= limit:
        return Offline("", "It fits already.")
    while text and weighted_length(text) > limit:
        text = _without_the_least(text, prompts.voices[request.around.desk])
    if not text:
        return Offline("", "No whole sentence of it fits: only a person or a model can shorten that.")
    return Offline(text, "The sentences that were needed least are gone.")


def _without_the_least(text: str, voice: Voice) -> str:
    """Without the sentence that is needed least, of equals the last; empty where there is only one.

    A next step goes only where every sentence is one, and the sign-off stays.
    """
    sign = sign_off(voice)
    body = text.removesuffix(sign).rstrip()
    found = sentences_of(body)
    if len(found) < 2:
        return ""
    needs = [need_of(one, voice.empathy) for one in found]
    least = min(needs)
    last = max(index for index, need in enumerate(needs) if need == least)
    # Where each asks for something, the last question is the one that leads on.
    chosen = needs.index(NEXT_STEP) if least == NEXT_STEP else last
    return without(body, found[chosen]) + text[len(body) :]


def _linked(request: ChangeRequest, prompts: Prompts) -> Offline:
    if links_in(request.text):
        return Offline("", "There is a link in it already.")
    entry = next((one for one in stated(request, prompts) if one.links), None)
    link = entry.links[0] if entry else request.around.brand.website
    if not link:
        return Offline("", "There is no link in the knowledge that fits.")
    note = f"The link is that of “{entry.title}”." if entry else "The link is that of the website."
    return Offline(f"{request.text.strip()} {link}", note, (f"knowledge:{entry.id}",) if entry else ())


def _in_post_language(request: ChangeRequest, prompts: Prompts) -> Offline:
    around, language = request.around, prompts.language_for(request.around.verdict.lang)
    ids = {source.removeprefix("reply:") for source in request.sources if source.startswith("reply:")}
    values = values_for(around, prompts)
    fitting = (one for one in prompts.replies[language] if one.id in ids and can_fill(one, values))
    reply = next(fitting, None)
    if reply is None:
        return Offline(
            "", f"The draft rests on no saved reply in {language}: a model is needed to translate."
        )
    signed = f"{fill(reply, values)} {sign_off(prompts.voices[around.desk])}".strip()
    return Offline(signed, f"This is saved reply {reply.id} in {language}.", (f"reply:{reply.id}",))
