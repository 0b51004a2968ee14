"""What a draft takes of our own time, without the model's, and of the model's tokens.

`python -m bench.draft`: with 2,000 entries of knowledge and 2,000 approved replies to learn from. The ratio
is to the same work with the few that come with Earshot, in the same run.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles

from pydantic import SecretStr

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.openai.drafter import OpenAIDrafter
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.learnt import Learnt
from chalicelib.domain.verdict import Intent
from chalicelib.draft.compose import Label, compose
from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import KnowledgeEntry, Prompts
from chalicelib.draft.task import system_prompt, user_message
from chalicelib.draft.words import words_of
from chalicelib.ports import Context, Drafter, DraftRequest
from chalicelib.triage.conclude import conclude
from chalicelib.triage.language import language_of
from chalicelib.triage.route import Found, found_for
from cli.posts import post_of
from sandbox.model import Answer, ModelServer, Request, says

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MANY = 2_000
# So many of a desk's approved replies a draft reads, however many there are (`Store.learnt`).
READ = 200
ROUNDS = 3
# What the scripted model writes, by language.
ANSWERS = {
    "en": "Noted, one of us is looking into it and will write to you here.",
    "de": "Notiert, jemand von uns schaut sich das an und schreibt dir hier.",
    "es": "Anotado, alguien del equipo lo está mirando y te escribe por aquí.",
    "fr": "C'est noté, quelqu'un de chez nous regarde cela et vous écrit ici.",
    "tr": "Not aldık, ekibimizden biri buna bakıyor ve size buradan yazacak.",
    "el": "Το σημειώσαμε, κάποιος από εμάς το κοιτάζει και θα σας γράψει εδώ.",
    "pl": "Zanotowane, ktoś z nas się temu przygląda i napisze tutaj.",
    "lv": "Pierakstīts, kāds no mums to apskata un uzrakstīs Jums šeit.",
    "pt": "Anotado, alguém da equipe está vendo isso e escreve aqui para você.",
    "ja": "承りました。担当の者が確認して、こちらでご連絡いたします。",
}
# A token is about so many characters, in the mix of languages that the sample has.
CHARACTERS_A_TOKEN = 4


def sample() -> Prompts:
    """The prompts of the sample brand."""
    return read_prompts(ROOT / "prompts", read_brand(ROOT / "prompts" / "brands" / "tarnhollow.yaml"))


def with_much_knowledge(prompts: Prompts, random: Random) -> Prompts:
    """The same with entries made up from the words of those that there are."""
    words = [word for entry in prompts.knowledge for word in words_of(f"{entry.title} {entry.text}")]
    made = [
        KnowledgeEntry(
            id=f"made-up-{number}",
            language="en",
            title=" ".join(random.choices(words, k=4)),
            text=" ".join(random.choices(words, k=40)),
        )
        for number in range(MANY - len(prompts.knowledge))
    ]
    return prompts.model_copy(update={"knowledge": (*prompts.knowledge, *made)})


def learnt(prompts: Prompts, random: Random) -> tuple[Learnt, ...]:
    """Approved replies made up from the words of the saved ones."""
    words = [word for reply in prompts.replies["en"] for word in words_of(reply.text)]
    return tuple(
        Learnt(
            brand=prompts.brand.brand,
            desk="support",
            lang="en",
            intent=random.choice(list(Intent)),
            post=f"x:{number}",
            said=" ".join(random.choices(words, k=25)),
            reply=" ".join(random.choices(words, k=35)),
            edited=False,
            at=NOW - timedelta(minutes=number),
        )
        for number in range(MANY)
    )


def requests(prompts: Prompts, known: tuple[Learnt, ...]) -> list[DraftRequest]:
    """A request for each post of the sample that needs a reply."""
    brand, found = prompts.brand, []
    for number, line in read_posts(str(ROOT / "sandbox" / "sample" / "posts.jsonl")):
        post = post_of(line, NOW, "posts.jsonl", number)
        verdict = conclude(brand, post, Found(found_for(brand, post)))
        desk = verdict.desk or found_for(brand, post)
        account = brand.desks[desk].accounts[0]
        context = Context(now=NOW, learnt=known)
        if verdict.needs_reply:
            found.append(DraftRequest(brand, desk, account, (post,), verdict, context=context))
    return found


def _answer(request: Request) -> Answer:
    asked = re.search(r"Write in this language: (\w+)", json.dumps(request["messages"]))
    language = asked[1] if asked else "en"
    return says(ANSWERS[language], language)


@contextmanager
def model() -> Iterator[Callable[[Prompts], Drafter]]:
    """Drafters that ask a server on loopback, which answers at once, from a thread of its own."""
    with ModelServer(_answer) as server:
        secret = ModelSecret(key=SecretStr("none-needed"), name="scripted", url=server.url)
        yield lambda prompts: OpenAIDrafter(
            lambda *, anew=False: secret, timeout=20, prompts_of=lambda _: prompts
        )


def measure(name: str, prompts: Prompts, asked: Sequence[DraftRequest], drafter: Drafter | None) -> float:
    """Print what a draft takes of the processor, in milliseconds; the 95th percentile."""
    times = []
    for turn in range(ROUNDS + 1):
        for number, request in enumerate(asked):
            begun = time.thread_time()
            compose(request, drafter, prompts, Label(str(number), 1, "none", NOW), language_of)
            if turn:  # the first round fills the caches, as the first draft of a process does
                times.append(1000 * (time.thread_time() - begun))
    cuts = quantiles(times, n=100)
    print(f"{name:<52} median {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   most {max(times):6.1f} ms")
    return cuts[94]


def tokens(prompts: Prompts, asked: Sequence[DraftRequest]) -> None:
    """Print how many tokens a prompt has, and how many of them the one before of its kind had, too."""
    before: dict[tuple[str, str], str] = {}
    given, kept = [], []
    for request in asked:
        system = system_prompt(request, prompts)
        user = user_message(request, prompts, Concealed(request.verdict.lang, system))
        kind = (request.desk, prompts.language_for(request.verdict.lang))
        given.append(len(system) + len(user))
        kept.append(_shared(before.get(kind, ""), system))
        before[kind] = system
    mean, same = sum(given) / len(given), sum(kept) / len(kept)
    print(
        f"a prompt has about {mean / CHARACTERS_A_TOKEN:,.0f} tokens, of which a provider that remembers the "
        f"beginning reads {(mean - same) / CHARACTERS_A_TOKEN:,.0f} anew ({same / mean:.0%} remembered)"
    )


def _shared(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def main() -> None:
    """Measure offline and with a model, with few and with many sources."""
    random = Random(11)
    few, many = sample(), with_much_knowledge(sample(), random)
    approved = learnt(few, random)
    little, much = requests(few, ()), requests(many, approved[:READ])
    all_of_them = requests(many, approved)
    print(f"{len(little)} posts; processor time of a draft, without the model's")
    with model() as drafter_for:
        base = measure("offline, what comes with Earshot", few, little, None)
        measure("with a model, what comes with Earshot", few, little, drafter_for(few))
        offline = measure(f"offline, {MANY:,} entries, newest {READ} of {MANY:,} approved", many, much, None)
        writing = drafter_for(many)
        asked = measure(f"with a model, {MANY:,} and newest {READ} of {MANY:,}", many, much, writing)
        measure(f"with a model, {MANY:,} and all {MANY:,} at once", many, all_of_them, writing)
    print(f"ratio of p95 to the first line: offline {offline / base:.1f}, with a model {asked / base:.1f}")
    tokens(few, little)
    tokens(many, much)


if __name__ == "__main__":
    main()
