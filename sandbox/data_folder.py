"""The sandbox's folder: which posts it plays, for which brands, and how to reach what runs on it."""

import fcntl
import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.jsonl import read_posts
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from sandbox.network import loading
from sandbox.replay import brand_for, spoken_to, write_brand
from sandbox.sample import SAMPLE_POSTS

SAMPLE_BRANDS = Path(__file__).resolve().parent.parent / "prompts" / "brands"
RUNNING = "running.json"


def hold(folder: Path) -> IO[bytes]:
    """Keep others from running on this folder until the answer is closed, or this process ends.

    Raises BadInputError where somebody does already.
    """
    held = (folder / ".in-use").open("wb")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise BadInputError(
            "Earshot runs on this folder already: end it first, or name another --data", file=str(folder)
        ) from None
    return held


def claim(folder: Path, posts: Path | None) -> None:
    """Keep which posts (None: the sample) this folder plays; another file's posts do not mix with them.

    Raises BadInputError where it plays others already, and for a file that cannot be used.
    """
    source = posts or SAMPLE_POSTS
    loading.read(source)  # All of it is checked before anything is kept.
    fingerprint = hashlib.sha256(source.read_bytes()).hexdigest() if posts else "the sample"
    kept = folder / "source.json"
    if not kept.exists():
        kept.write_text(json.dumps({"name": source.name, "fingerprint": fingerprint}))
    elif (known := json.loads(kept.read_text()))["fingerprint"] != fingerprint:
        raise BadInputError(
            f"this folder plays other posts ({known['name']}): name another --data, or remove it",
            file=str(folder),
        )


def brand_files(folder: Path, posts: Path | None) -> Path:
    """Where the brands' files are: those of the sample, or one for each account that the posts speak to.

    Raises BadInputError when the posts speak to none.
    """
    if posts is None:
        return SAMPLE_BRANDS
    brands = folder / "brands"
    if not brands.exists():
        _write_brands(brands, posts)
    return brands


def _write_brands(folder: Path, posts: Path) -> None:
    sample = read_brands(SAMPLE_BRANDS)
    for handle in spoken_to(post["text"] for _, post in read_posts(posts, needs_id=False)):
        known = _brand_of(handle, sample)
        if known is None:
            write_brand(folder, brand_for(handle))
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(SAMPLE_BRANDS / f"{known.brand}.yaml", folder)
    if not folder.exists():
        raise BadInputError(
            "its posts address no account, so no brand can hear them; write @handle into them",
            file=str(posts),
        )


def _brand_of(handle: str, brands: Mapping[str, Brand]) -> Brand | None:
    return next((brand for brand in brands.values() if handle.lower() in brand.handles), None)


def session_secret(folder: Path) -> str:
    """The secret that signs this sandbox's sessions, made at its first start."""
    kept = folder / "session-secret"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(32))
    return kept.read_text()


def keep_settings(folder: Path, variables: Mapping[str, str]) -> None:
    """Keep the settings of what runs now, for commands that are told of this folder."""
    kept = folder / RUNNING
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(dict(variables)))


def kept_settings(folder: Path) -> dict[str, str]:
    """The settings of what runs on this folder. Raises BadInputError where nothing ever did."""
    kept = folder / RUNNING
    if not kept.exists():
        raise BadInputError(
            f"no sandbox runs on this folder: start one with `earshot up --data {folder}`", file=str(kept)
        )
    variables: dict[str, str] = json.loads(kept.read_text())
    return variables
