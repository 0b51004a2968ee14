"""`python -m evals.drafts`: offline drafts for real posts, in the name of a made-up airline; 40 go into docs.

The posts are those that people wrote to airlines (EARSHOT_DATA); they are read, never written anywhere.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.prompt_source import Folder, Found
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.learnt import Learnt
from chalicelib.domain.masking import masked
from chalicelib.domain.post import Author, Post
from chalicelib.domain.verdict import Verdict
from chalicelib.draft.compose import Label, compose
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import Context, DraftRequest
from chalicelib.triage.conclude import conclude
from chalicelib.triage.language import language_of
from chalicelib.triage.route import Found as FoundAt
from chalicelib.triage.route import found_for
from evals.sets import data_folder

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "prompts"
SAMPLE = HERE.parent / "docs" / "drafts-sample.md"
DRAFTS, SHOWN, SEED = 200, 40, 7
BEGUN = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Whoever wrote a post is nobody here.
SOMEBODY = "traveler"
_FIRST_HANDLE = re.compile(r"@\w+")


class Drafted(NamedTuple):
    """A post, what triage made of it, and its draft."""

    post: Post
    verdict: Verdict
    draft: Draft


class _Airline(Folder):
    """The airline's own documents, and Earshot's for what it has none of."""

    def find(self, path: str) -> Found | None:
        """The airline's document, or the shared one."""
        return super().find(path) or Folder(SHARED).find(path)


@cache
def airline() -> Prompts:
    """Everything that the made-up airline's drafter needs."""
    return read_prompts(_Airline(HERE / "airline"), read_brand(HERE / "airline" / "brands" / "veldane.yaml"))


def drafts(folder: Path, count: int = DRAFTS, seed: int = SEED) -> list[Drafted]:
    """Offline drafts for so many posts drawn by lot from those that need a reply.

    Each draft counts as approved a minute later, so that the next ones know what was just written to others.
    Raises BadInputError where the posts are not there.
    """
    made: list[Drafted] = []
    learnt: tuple[Learnt, ...] = ()
    for number, (post, verdict) in enumerate(_posts(folder, seed)):
        if len(made) == count:
            break
        now = BEGUN + timedelta(minutes=number)
        draft = _draft(post, verdict, Context(now=now, learnt=learnt))
        made.append(Drafted(post, verdict, draft))
        learnt = (_approved(post, verdict, draft, now), *learnt)
    return made


def _posts(folder: Path, seed: int) -> Iterator[tuple[Post, Verdict]]:
    path = folder / "labelled" / "airline.jsonl"
    if not path.exists():
        raise BadInputError("there is no such labelled set", file=str(path))
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    brand = airline().brand
    for row in Random(seed).sample(rows, len(rows)):
        post = _post(row["id"], row["text"])
        verdict = conclude(brand, post, FoundAt(found_for(brand, post)))
        if verdict.needs_reply:
            yield post, verdict


def _post(id: str, text: str) -> Post:
    account = airline().brand.accounts[0].handle
    return Post(
        network="x",
        id=id,
        author=Author(id=id, handle=SOMEBODY, name=""),
        text=_FIRST_HANDLE.sub(f"@{account}", text, count=1),
        created_at=BEGUN,
        conversation_id=id,
        edit_id=id,
        mentions=(account,),
    )


def _draft(post: Post, verdict: Verdict, context: Context) -> Draft:
    brand = airline().brand
    desk = verdict.desk or found_for(brand, post)
    request = DraftRequest(brand, desk, brand.accounts[0].handle, (post,), verdict, context=context)
    return compose(request, None, airline(), Label(post.id, 1, "none", context.now), language_of)


def _approved(post: Post, verdict: Verdict, draft: Draft, at: datetime) -> Learnt:
    return Learnt(
        brand=airline().brand.brand,
        desk=verdict.desk or "support",
        lang=draft.lang,
        intent=verdict.intent,
        post=post.ref,
        said="",
        reply=masked(draft.text),
        edited=False,
        at=at,
    )


def page(made: Sequence[Drafted]) -> str:
    """The first drafts beside the ids of their posts, for people to read aloud."""
    head = (
        "# Forty drafts to read aloud\n\n"
        "Written offline, without a language model, for posts that people wrote to airlines, in the name of "
        "an airline that is made up (`evals/airline`). The posts are not ours to print: their ids stand "
        f"here, and `@{SOMEBODY}` for whoever wrote them. `python -m evals.drafts` writes this page anew.\n\n"
        "| post | what it is | reply |\n| --- | --- | --- |\n"
    )
    return head + "".join(map(_row, made[:SHOWN]))


def _row(one: Drafted) -> str:
    text = one.draft.text.replace("|", "\\|").replace("\n", " ")
    return f"| {one.post.id} | {one.verdict.intent.value.replace('_', ' ')} | {text} |\n"


def main() -> int:
    """Draft, write the page; 2 where the posts are not there."""
    try:
        made = drafts(data_folder())
    except BadInputError as problem:
        print(problem, file=sys.stderr)
        return 2
    SAMPLE.write_text(page(made), encoding="utf-8")
    print(f"{len(made)} drafts, {len({one.draft.text for one in made})} different texts; see {SAMPLE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
