"""Drafts with a language model, over the OpenAI SDK. Import this only where a model is set: it is slow."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.adapters.openai.answer import RESPONSE_FORMAT, Answer, Way, read_answer
from chalicelib.adapters.openai.asking import Asking, ModelSource, Question, Safeguards
from chalicelib.adapters.openai.completion import content_of
from chalicelib.domain.brand import Brand
from chalicelib.domain.draft import Claim
from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import shown_sources, system_prompt, user_message
from chalicelib.ports import DraftRequest, Suggestion


class OpenAIDrafter:
    """A `Drafter`. One request is one question, which is taken from model to model until one answers."""

    def __init__(
        self,
        source: ModelSource,
        *,
        timeout: float,
        prompts_of: Callable[[Brand], Prompts],
        safeguards: Safeguards | None = None,
    ) -> None:
        """`timeout` is for all tries of a request, in seconds. `source` is asked at every request."""
        self._asking = Asking(source, timeout, safeguards)
        self._prompts_of = prompts_of

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The model's reply. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.brand)
        system = system_prompt(request, prompts)
        # What the brand itself says, such as an offer's code, is nobody's secret.
        concealed = Concealed(request.verdict.lang, known=system)
        question = Question(system, user_message(request, prompts, concealed), RESPONSE_FORMAT)
        asked = self._asking.ask(question, request.brand.brand, request.desk)
        with asked.charged():
            answer = read_answer(content_of(asked.body), shown_sources(request, prompts))
        first, *others = suggested(answer, concealed)
        return replace(
            first,
            others=tuple(others),
            note=f"Written by {asked.model.name}.",
            usage=asked.usage,
            model=asked.model.name,
            parameters=asked.parameters,
            unanswered=concealed.restore(answer.unanswered),
        )


def suggested(answer: Answer, concealed: Concealed) -> list[Suggestion]:
    """The ways to answer, with the placeholders' words put back."""
    return [_suggestion(way, concealed) for way in answer.drafts]


def _suggestion(way: Way, concealed: Concealed) -> Suggestion:
    claims = (
        Claim(passage=concealed.restore(claim.passage), source=claim.source or None) for claim in way.claims
    )
    return Suggestion(
        text=concealed.restore(way.text),
        lang=way.language,
        origin="model",
        sources=way.sources,
        approach=way.approach,
        claims=tuple(claims),
    )
