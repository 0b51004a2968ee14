"""`earshot draft`: write a reply to each post of a file."""

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts, write_lines
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.bootstrap import build_drafter, build_keyring, price_of_models
from chalicelib.cost.of_usage import MICRO
from chalicelib.domain.brand import Brand
from chalicelib.domain.draft import Draft
from chalicelib.domain.post import Post
from chalicelib.draft.compose import Label, compose
from chalicelib.draft.prompts import Prompts
from chalicelib.policy.engine import Rules
from chalicelib.ports import Context, Drafter, DraftRequest
from chalicelib.settings import Settings, read_settings
from chalicelib.triage.conclude import conclude
from chalicelib.triage.language import language_of
from chalicelib.triage.route import Found, found_for
from cli.posts import post_of

_REPORT_EVERY = 200


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
    rules, now, count = read_rules(), datetime.now(UTC), 0
    with write_lines(target) as write:
        for number, line in read_posts(source):
            request = _request(brand, post_of(line, now, source, number), rules)
            write(_line(line["id"], _draft(request, drafter, prompts)))
            count += 1
            if count % _REPORT_EVERY == 0 and sys.stderr.isatty():
                click.echo(f"\r{count:,} drafts", nl=False, err=True)


def _drafter(settings: Settings, prompts: Prompts) -> Drafter | None:
    return build_drafter(build_keyring(settings), settings, {prompts.brand.brand: prompts})


def _draft(request: DraftRequest, drafter: Drafter | None, prompts: Prompts) -> Draft:
    # No case stands behind a line of a file, so there is neither a conversation nor a ruling to name.
    label = Label(request.posts[-1].ref, 1, "none", datetime.now(UTC))
    price_of = price_of_models(read_settings().aws_region)
    return compose(request, drafter, prompts, label, language_of, price_of)


_SHOWN = {"text", "lang", "origin", "approach", "sources", "claims", "checks", "note", "gap"}


def _line(post_id: str, made: Draft) -> dict[str, Any]:
    fields = made.model_dump(mode="json", include=_SHOWN)
    return {"id": post_id, **fields, "cost": _dollars(made.made.cost)}


def _dollars(micro: int | None) -> str | None:
    """US dollars, as text so that none is rounded; None where the model has no price."""
    return None if micro is None else f"{Decimal(micro) / MICRO:.6f}"


def _request(brand: Brand, post: Post, rules: Rules) -> DraftRequest:
    found = found_for(brand, post)
    verdict = conclude(brand, post, Found(found))
    desk = verdict.desk or found
    account = rules.rule_on(brand, desk, post, account=verdict.account).account
    context = Context(now=post.created_at)
    return DraftRequest(
        brand=brand, desk=desk, account=account, posts=(post,), verdict=verdict, context=context
    )
