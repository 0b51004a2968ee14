"""Voice tests with the connected model, which drafts and judges. It is paid for."""

from typing import NamedTuple

from chalicelib.adapters.openai.asking import Asking, ModelSource
from chalicelib.adapters.openai.drafter import OpenAIDrafter
from chalicelib.bootstrap import build_keyring, price_of_models
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import BadInputError
from chalicelib.draft.compose import PriceOf
from chalicelib.draft.prompts import Prompts
from chalicelib.settings import Settings
from cli.voice_tests.cases import VoiceCase
from cli.voice_tests.judge import judge
from cli.voice_tests.running import drafted

# Below, a draft does not hold whatever its words are.
FEWEST_POINTS = 6


class Live(NamedTuple):
    """The model of this environment's settings."""

    source: ModelSource
    name: str
    timeout: float
    price_of: PriceOf

    @classmethod
    def connected(cls, settings: Settings) -> "Live":
        """Raises BadInputError where no model is connected."""
        source = build_keyring(settings).model
        model = source()
        if model is None:
            raise BadInputError(
                "no model is connected: set EARSHOT_MODEL_URL, EARSHOT_MODEL_KEY and EARSHOT_MODEL_NAME"
            )
        return cls(source, model.name, settings.model_timeout_seconds, price_of_models(settings.aws_region))

    def draft(self, case: VoiceCase, prompts: Prompts) -> Draft:
        """The model's draft, or the offline one in its place."""
        drafter = OpenAIDrafter(self.source, timeout=self.timeout, prompts_of=lambda _: prompts)
        return drafted(case, prompts, drafter, self.price_of)

    def judged(self, case: VoiceCase, brand: str, text: str) -> tuple[int, str, int]:
        """The points, why, and the cost in micro-dollars (0 where the model has no price)."""
        asking = Asking(self.source, self.timeout)
        found = judge(asking, brand, case.desk, post=case.post, reply=text, rubric=case.rubric)
        return found.score, found.why, self.price_of(self.name, found.usage) or 0
