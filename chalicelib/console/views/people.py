"""How a person or account is shown."""

from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

from chalicelib.domain.links import profile_url
from chalicelib.domain.post import Author

HUES = 8
# How our own steps sign what they change.
MACHINES = frozenset({"listen", "triage", "draft", "publish", "follow_up", "control"})


class PersonView(NamedTuple):
    """A name and handle with a circle of initials; `hue` (0 to 7) picks the circle's colour."""

    name: str
    handle: str
    profile: str
    initials: str
    hue: int


def person(author: Author, site: str) -> PersonView:
    """The author of a post, as they show themselves."""
    return PersonView(
        name=author.name or author.handle,
        handle=author.handle,
        profile=profile_url(site, author.handle),
        initials=initials(author.name) or initials(author.handle) or "?",
        hue=crc32(author.id.encode()) % HUES,
    )


def account(handle: str, brand_name: str, site: str) -> PersonView:
    """One of the brand's own accounts."""
    return PersonView(brand_name, handle, profile_url(site, handle), initials(brand_name) or "?", HUES)


def initials(name: str) -> str:
    """The first letters of the first and the last word that have one."""
    letters = [next((char for char in word if char.isalnum()), "") for word in name.split()]
    letters = [letter for letter in letters if letter]
    chosen = letters if len(letters) < 2 else [letters[0], letters[-1]]
    return "".join(chosen).upper()[:2]


def who(name_or_id: str, people: Mapping[str, str]) -> str:
    """The name of who did something: a person that we know, our own machinery, or the id as it is."""
    if name_or_id.removeprefix("system:") in MACHINES:
        return "Earshot"
    return people.get(name_or_id, name_or_id)


def named(why: str, people: Mapping[str, str]) -> str:
    """`recalled by ana` → `recalled by Ana Ruiz`."""
    before, by, person_id = why.rpartition(" by ")
    return f"{before}{by}{people[person_id]}" if by and person_id in people else why
