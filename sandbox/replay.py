"""Brand files for a file of posts: one for each account that the posts speak to."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from chalicelib.domain.errors import BadInputError

_HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})")
# An account that fewer posts than this speak to is somebody's friend, not the brand.
SMALLEST_SHARE = 0.02
MOST_BRANDS = 12
TARGETS = {"urgent": 30, "normal": 480}
ROUTES = (
    {
        "name": "somebody may be in danger",
        "when": {"risks": ["crisis", "safety", "self_harm"]},
        "then": {"priority": 1, "tags": ["danger"]},
    },
    {
        "name": "lawyers and reporters",
        "when": {"risks": ["legal", "press"]},
        "then": {"priority": 0.9, "tags": ["press-office"]},
    },
    {"name": "advertising", "when": {"intents": ["spam"]}, "then": {"close": "advertising"}},
)


def spoken_to(texts: Iterable[str]) -> list[str]:
    """The handles that a notable share of the posts speak to, most often first, as most often spelt."""
    posts, spellings = 0, Counter[str]()
    for text in texts:
        posts += 1
        spellings.update({handle.lower(): handle for handle in _HANDLE.findall(text)}.values())
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for handle, count in spellings.most_common():
        spelt.setdefault(handle.lower(), handle)
        counts[handle.lower()] += count
    common = [handle for handle, count in counts.most_common(MOST_BRANDS) if count >= SMALLEST_SHARE * posts]
    return [spelt[handle] for handle in common]


def brand_for(
    handle: str, name: str | None = None, languages: tuple[str, ...] = ("en",)
) -> dict[str, object]:
    """A brand's file, as plain data, for one account that answers for one support desk."""
    brand_id = re.sub(r"[^a-z0-9]+", "-", handle.lower()).strip("-") or "brand"
    return {
        "schema": 1,
        "brand": brand_id,
        "name": name or handle,
        "website": f"https://{brand_id}.example",
        "names": [name.lower() if name else handle.lower()],
        "languages": list(languages),
        "accounts": [{"handle": handle, "network": "x"}],
        "desks": {
            "support": {
                "accounts": [handle],
                "time_zone": "UTC",
                "hours": "Mon-Sun 00:00-24:00",
                "answer_within_minutes": dict(TARGETS),
                "voice": f"{brand_id}/support",
            }
        },
        "searches": [
            {
                "id": "mentions",
                "desk": "support",
                "network": "x",
                "kind": "mentions",
                "account": handle,
                "every_seconds": 20,
                "reads_per_day": 50_000,
            }
        ],
        "products": {},
        "topics": {},
        "routes": list(ROUTES),
    }


def write_brand(folder: Path, data: Mapping[str, object]) -> Path:
    """Write a brand's file, readable for people. Raises BadInputError where it exists already."""
    path = folder / f"{data['brand']}.yaml"
    if path.exists():
        raise BadInputError("there is a brand file already; remove it or choose another name", file=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path
