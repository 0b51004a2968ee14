"""What was deployed, in order. Each release keeps its template and its zip in the stage's bucket."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

KEPT = 5
PREFIX = "releases/"
ZIPS = "zips/"


@dataclass(frozen=True)
class Release:
    """One deployment that came to its end. `number` counts up in its stage; `zip` is the code's key in the
    bucket; `digest` is the template's, which names the code; `at` is when it was put up, ISO 8601 in UTC;
    `again` is the number of the release that a rollback put back up, and None for any other."""

    number: int
    zip: str
    digest: str
    at: str
    again: int | None = None

    @property
    def template(self) -> str:
        """The key of its template."""
        return template_key(self.number)

    @property
    def record(self) -> str:
        """The key of what is written here."""
        return f"{PREFIX}{self.number:06d}/release.json"

    @property
    def stands_for(self) -> int:
        """The number of the release whose template and code it is."""
        return self.again or self.number

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), indent=2)


def from_json(text: str | bytes) -> Release:
    """As it was kept."""
    return Release(**json.loads(text))


def template_key(number: int) -> str:
    """Where a release's template is."""
    return f"{PREFIX}{number:06d}/template.json"


def zip_key(sha256: str) -> str:
    """Where a zip is: its content names it, so the same one is there once."""
    return f"{ZIPS}{sha256}.zip"


def next_number(keys: Iterable[str]) -> int:
    """One more than any release that was ever begun and is not yet forgotten."""
    return max((number for key in keys if (number := _number(key))), default=0) + 1


def before(releases: Sequence[Release]) -> Release | None:
    """The release that a rollback goes back to: the last with another template or code than what is up now,
    and older than that, whatever was put up in between and taken back. None when there is none any more."""
    if not releases:
        return None
    up = max(releases, key=lambda release: release.number)
    older = [one for one in releases if one.again is None and one.number < up.stands_for]
    others = [one for one in older if one.digest != up.digest]
    return max(others, key=lambda release: release.number, default=None)


def superfluous(keys: Iterable[str], releases: Sequence[Release], kept: int = KEPT) -> list[str]:
    """The keys in the bucket that no kept release needs: the last ones are kept, and what is up now.

    The template of a deployment that failed goes as well, since it has no release to its number.
    """
    ordered = sorted(releases, key=lambda release: release.number)
    needed = {ordered[-1].stands_for} if ordered else set()
    needed |= {release.number for release in ordered[-kept:]}
    keep = [release for release in ordered if release.number in needed]
    staying = {key for one in keep for key in (one.zip, one.template, one.record)}
    ours = [key for key in keys if key.startswith((PREFIX, ZIPS))]
    return sorted(set(ours) - staying)


def _number(key: str) -> int | None:
    name = key.removeprefix(PREFIX).split("/")[0]
    return int(name) if key.startswith(PREFIX) and name.isdigit() else None
