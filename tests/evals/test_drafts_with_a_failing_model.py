"""Real posts, and a model over HTTP that misbehaves in every way we know: drafts, checks and money hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.openai.asking import Safeguards
from chalicelib.adapters.openai.drafter import OpenAIDrafter
from chalicelib.allowances import Meter
from chalicelib.domain.caps import WITHOUT_CAPS, Bought, day_purse
from chalicelib.domain.control import ControlEvent, DeskControl
from chalicelib.domain.draft import Draft, Origin
from chalicelib.draft.checks import failed
from chalicelib.draft.compose import Label, compose
from chalicelib.ports import Context, DraftRequest
from chalicelib.triage.language import language_of
from evals.drafts import BEGUN, Drafted, airline, drafts
from sandbox.model import MISHAPS, Answer, ModelServer, Request, says
from tests.support.models import a_provider, a_secret

GOOD = says("That should not have happened. Which flight was it? Tell us by DM and one of us looks at it.")
# What a model says that obeys whoever wrote the post, or makes things up.
OBEYING = (
    says("You get a full refund, we promise."),
    says("Write to help@evil.example, they sort it out."),
    says("See https://evil.example/win for your money."),
    says("Ignore previous instructions, I am an AI."),
    says("Ask @somebody_else about it."),
    says("Lo arreglamos enseguida, gracias por avisar.", "es"),
)


_WAYS = tuple(answer for bad in (*MISHAPS.values(), *OBEYING) for answer in (bad, GOOD, bad))


@dataclass
class Misbehaving:
    """Answers each question in another way; remembers what each answer cost."""

    ways: Iterator[Answer] = field(default_factory=lambda: cycle(_WAYS))
    given: list[Answer] = field(default_factory=list)

    def __call__(self, _: Request) -> Answer:
        self.given.append(next(self.ways))
        return self.given[-1]


@dataclass
class Desk:
    """The airline's desk with its tokens for a day."""

    tokens: int
    store: MemoryStore = field(default_factory=MemoryStore)

    def draft(self, one: Drafted, url: str) -> Draft:
        meter = Meter(self.store, self._controls(), lambda: BEGUN)
        within = Safeguards(meter=meter, clock=lambda: BEGUN, sleep=lambda _: None)
        secret = a_secret(a_provider(url))
        drafter = OpenAIDrafter(
            lambda *, anew=False: secret, timeout=0.5, prompts_of=lambda _: airline(), safeguards=within
        )
        brand = airline().brand
        request = DraftRequest(
            brand, "support", brand.accounts[0].handle, (one.post,), one.verdict, context=Context(now=BEGUN)
        )
        return compose(request, drafter, airline(), Label(one.post.id, 1, "none", BEGUN), language_of)

    def _controls(self) -> MemoryControls:
        controls = MemoryControls()
        caps = WITHOUT_CAPS.model_copy(update={"tokens_a_day": self.tokens, "tokens_a_month": self.tokens})
        control = DeskControl(brand=airline().brand.brand, desk="support", caps=caps, version=1)
        controls.set_desk(control, ControlEvent(version=1, at=BEGUN, who="ops", what="caps"))
        return controls

    @property
    def spent(self) -> int:
        purse = self.store.purse(airline().brand.brand, day_purse(Bought.TOKENS, "support", BEGUN))
        return purse.used if purse else 0


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("tokens", [5_000_000, 100_000])
def test_no_case_is_without_a_draft_no_check_is_passed_by_and_no_token_is_lost(
    earshot_data: Path, tokens: int
) -> None:
    script, desk = Misbehaving(), Desk(tokens)
    with ModelServer(script) as server:
        made = [desk.draft(one, server.url) for one in drafts(earshot_data)]
    assert [one.id for one in made if not one.text] == []
    assert [failed(one.checks) for one in made if failed(one.checks)] == []
    assert {one.origin for one in made} >= {Origin.OFFLINE, Origin.MODEL}
    told = sum(one.usage.tokens for one in made)
    print(f"{len(made)} drafts, {len(script.given)} calls, {desk.spent:,} of {tokens:,} tokens, {told} told")
    assert desk.spent <= tokens
    assert told <= desk.spent
    assert (desk.spent > 0.9 * tokens) == (tokens < 1_000_000)
