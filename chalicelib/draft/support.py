"""The sources that a text rests on, and what they say."""

from chalicelib.draft.filling import fill
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import DraftRequest


def offered(request: DraftRequest, prompts: Prompts) -> dict[str, str]:
    """Every source that a draft for this request may cite: its id and what it says.

    Saved replies are `reply:<id>` in the language of the answer, knowledge is `knowledge:<id>`.
    """
    voice = prompts.voices[request.desk]
    language = prompts.language_for(request.verdict.lang)
    replies = {f"reply:{one.id}": fill(one, request, voice) for one in prompts.replies[language]}
    knowledge = {f"knowledge:{one.id}": f"{one.title}. {one.text}" for one in prompts.knowledge}
    return replies | knowledge
