"""What a model is told to translate for a reviewer, and how much of it at once."""

from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import TEMPLATES
from chalicelib.draft.text_data import between
from chalicelib.ports import TranslationRequest

VARIABLES = frozenset({"language"})


def system_prompt(request: TranslationRequest, prompts: Prompts) -> str:
    """The task; nothing that a stranger wrote."""
    return TEMPLATES.from_string(prompts.tasks["translate"]).render(language=request.lang)


def data(request: TranslationRequest, hidden: Concealed) -> str:
    """The texts, between the marks that the task names."""
    return between("TEXTS", [hidden.hide(text) for text in request.texts])
