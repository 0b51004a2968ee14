"""The sources that a text rests on, and what they say.

Saved replies are `reply:<id>`, in the language of the answer; knowledge is `knowledge:<id>`.
"""

from collections.abc import Iterable

from chalicelib.draft.filling import fill, values_for
from chalicelib.draft.prompts import KnowledgeEntry, Prompts, SavedReply
from chalicelib.ports import DraftRequest


def offered(request: DraftRequest, prompts: Prompts) -> dict[str, SavedReply | KnowledgeEntry]:
    """Every source that a draft for this request may cite, by its id."""
    language = prompts.language_for(request.verdict.lang)
    replies = {f"reply:{one.id}": one for one in prompts.replies[language]}
    return replies | {f"knowledge:{one.id}": one for one in prompts.knowledge}


def what_they_say(sources: Iterable[str], request: DraftRequest, prompts: Prompts) -> str:
    """The words of these sources, as this person would read them; what was not offered says nothing."""
    known = offered(request, prompts)
    values = values_for(request, prompts)
    cited = (known[source] for source in sources if source in known)
    return "\n".join(_words(one, values) for one in cited)


def _words(source: SavedReply | KnowledgeEntry, values: dict[str, str]) -> str:
    if isinstance(source, SavedReply):
        return fill(source, values)
    return f"{source.title}. {source.text}"
