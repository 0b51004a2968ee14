"""`earshot draft`: write a reply to each post of a file."""

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts, write_lines
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.bootstrap import build_drafter
from chalicelib.domain.brand import Brand
from chalicelib.domain.draft import Draft
from chalicelib.domain.post import Author, Post
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.draft.compose import Label, compose
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import Drafter, DraftRequest
from chalicelib.settings import Settings, read_settings
from chalicelib.triage.judge import judge
from chalicelib.triage.language import language_of

_REPORT_EVERY = 200
_MENTION = re.compile(r"(?<!\w)@(\w+)")


@click.command("draft")
@click.option("--brand", "brand_file", required=True, metavar="FILE", help="The brand's file.")
@click.option(
    "--in",
    "source",
    required=True,
    metavar="FILE",
    help="Posts as JSON lines: id, text (author, name, lang).",
)
@click.option("--out", "target", required=True, metavar="FILE", help="Where to write a draft a line.")
@click.option(
    "--prompts",
    "folder",
    metavar="DIR",
    help="Voices, saved replies and knowledge; by default Earshot's own.",
)
def draft(brand_file: str, source: str, target: str, folder: str | None) -> None:
    """Draft a reply to each post, with its sources and checks; nothing is sent anywhere but to a model."""
    settings = read_settings()
    brand = read_brand(Path(brand_file))
    prompts = read_prompts(Path(folder) if folder else settings.prompts_dir, brand)
    drafter = _drafter(settings, prompts)
    count = 0
    with write_lines(target) as write:
        for _, line in read_posts(source):
            request = _request(brand, line)
            write(_line(line["id"], _draft(request, drafter, prompts)))
            count += 1
            if count % _REPORT_EVERY == 0 and sys.stderr.isatty():
                click.echo(f"\r{count:,} drafts", nl=False, err=True)


def _drafter(settings: Settings, prompts: Prompts) -> Drafter | None:
    return build_drafter(settings, {prompts.brand.brand: prompts})


def _draft(request: DraftRequest, drafter: Drafter | None, prompts: Prompts) -> Draft:
    # No case stands behind a line of a file, so there is neither a conversation nor a ruling to name.
    label = Label(request.posts[-1].ref, 1, "none", datetime.now(UTC))
    return compose(request, drafter, prompts, label, language_of)


def _line(post_id: str, made: Draft) -> dict[str, Any]:
    fields = made.model_dump(mode="json", include={"text", "lang", "origin", "sources", "checks", "note"})
    return {"id": post_id, **fields}


def _request(brand: Brand, line: Mapping[str, Any]) -> DraftRequest:
    verdict = judge(
        line["text"], lang=_text(line, "lang") or None, own_handles=brand.handles, brand_names=brand.names
    )
    desk = _desk_for(brand, line["text"], verdict)
    post = _post(line)
    return DraftRequest(
        brand=brand, desk=desk, account=brand.desks[desk].accounts[0], posts=(post,), verdict=verdict
    )


def _post(line: Mapping[str, Any]) -> Post:
    handle = _text(line, "author").removeprefix("@")
    author = Author(id=handle or "unknown", handle=handle, name=_text(line, "name"))
    post_id = line["id"]
    return Post(
        network="x",
        id=post_id,
        author=author,
        text=line["text"],
        created_at=datetime.now(UTC),
        conversation_id=post_id,
        edit_id=post_id,
    )


def _desk_for(brand: Brand, text: str, verdict: Verdict) -> str:
    """The desk whose own account is spoken to; else `sales` for buyers and `support` for all others.

    A brand without such a desk answers from its first.
    """
    spoken_to = {word.lower() for word in _MENTION.findall(text)}
    for desk_id, desk in brand.desks.items():
        if desk.accounts[0].lower() in spoken_to:
            return desk_id
    wanted = "sales" if verdict.intent is Intent.PURCHASE_INTENT else "support"
    return wanted if wanted in brand.desks else next(iter(brand.desks))


def _text(line: Mapping[str, Any], field: str) -> str:
    value = line.get(field)
    return value if isinstance(value, str) else ""
