"""Drafts for a case: offline, with a model that says what the case scripts, or with the one connected."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from chalicelib.adapters.openai.drafter import OpenAIDrafter
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.draft import Draft
from chalicelib.domain.post import Author, Post
from chalicelib.domain.verdict import Sentiment, Verdict
from chalicelib.draft.compose import Label, PriceOf, compose
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import Context, Drafter, DraftRequest
from chalicelib.triage.language import language_of
from cli.voice_tests.cases import VoiceCase
from sandbox.model import Answer, ModelServer, Request, says

# Cases are written down once; the day on which they are run makes no difference.
DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
_TIMEOUT_SECONDS = 10.0

DraftFor = Callable[[VoiceCase, Prompts], Draft]


def prompts_for(case: VoiceCase, prompts: Prompts) -> Prompts:
    """The brand's prompts with what the case adds to its knowledge."""
    if not case.knowledge:
        return prompts
    return prompts.model_copy(update={"knowledge": (*prompts.knowledge, *case.knowledge)})


def request_for(case: VoiceCase, prompts: Prompts) -> DraftRequest:
    """The case as the drafters are asked."""
    brand = prompts.brand
    verdict = Verdict(
        intent=case.intent,
        needs_reply=True,
        sentiment=Sentiment.NEUTRAL,
        urgency=0.5,
        lang=case.lang,
        score={case.intent: 1.0},
        risk=tuple(risk.value for risk in case.risk),
        why=("as the case says",),
    )
    account = brand.desks[case.desk].accounts[0]
    posts = _posts(case, account)
    return DraftRequest(
        brand, case.desk, account, posts, verdict, replies=case.replied, context=Context(now=DAY)
    )


def _posts(case: VoiceCase, account: str) -> tuple[Post, ...]:
    author = Author(id=case.id, handle=case.author.handle, name=case.author.name)
    texts = (*case.earlier, case.post)
    return tuple(
        Post(
            network="x",
            id=f"{case.id}-{number}",
            author=author,
            text=text,
            created_at=DAY - timedelta(hours=len(texts) - number),
            conversation_id=case.id,
            edit_id=f"{case.id}-{number}",
            mentions=(account.lower(),),
        )
        for number, text in enumerate(texts)
    )


def drafted(
    case: VoiceCase, prompts: Prompts, drafter: Drafter | None, price_of: PriceOf | None = None
) -> Draft:
    """The draft, as a case of the desk would get it."""
    label = Label(case.id, 1, "voice tests", DAY)
    request = request_for(case, prompts)
    if price_of is None:
        return compose(request, drafter, prompts, label, language_of)
    return compose(request, drafter, prompts, label, language_of, price_of)


@contextmanager
def scripted() -> Iterator[DraftFor]:
    """Drafts with a model on loopback that writes, every time it is asked, what the case scripts."""
    current: list[VoiceCase] = []

    def script(_: Request) -> Answer:
        return says(current[-1].model or "", current[-1].must.language or current[-1].lang)

    with ModelServer(script) as server:
        secret = ModelSecret(key=SecretStr("none-needed"), name="scripted", url=server.url)

        def draft_for(case: VoiceCase, prompts: Prompts) -> Draft:
            current[:] = [case]
            drafter = OpenAIDrafter(
                lambda *, anew=False: secret, timeout=_TIMEOUT_SECONDS, prompts_of=lambda _: prompts
            )
            return drafted(case, prompts, drafter)

        yield draft_for
