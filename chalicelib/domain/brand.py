"""A brand as its owner describes it: names, accounts, desks, searches."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator, model_validator

from chalicelib.domain.names import Handle as Handle
from chalicelib.domain.names import Language as Language
from chalicelib.domain.names import Phrase
from chalicelib.domain.names import Slug as Slug
from chalicelib.domain.routing import Route
from chalicelib.domain.routing_check import Known, problem_in
from chalicelib.domain.value import Value

Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1)]


class Account(Value):
    """An account of the brand's own on a network."""

    handle: Handle
    network: Literal["x"] = "x"


class AnswerTargets(Value):
    """How soon a case should be answered, in minutes from its first unanswered post."""

    urgent: int = Field(gt=0)
    normal: int = Field(gt=0)


class Desk(Value):
    """Who answers what: accounts in order of preference, hours, targets and voice."""

    accounts: tuple[Handle, ...] = Field(min_length=1)
    time_zone: str
    hours: str
    answer_within_minutes: AnswerTargets
    voice: str

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"there is no time zone {name!r}; use a name such as Europe/Berlin") from None
        return name


class SearchKind(StrEnum):
    """`mentions` reads what addressed an account; `search` asks for words."""

    MENTIONS = "mentions"
    SEARCH = "search"


class Search(Value):
    """A saved query. `reads_per_day` is its hard stop, in posts a UTC day."""

    id: Slug
    desk: Slug
    network: Literal["x"] = "x"
    kind: SearchKind
    account: Handle | None = None
    query: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None
    languages: tuple[Language, ...] = ()
    every_seconds: int = Field(ge=10, le=86_400)
    reads_per_day: int = Field(ge=100)

    @model_validator(mode="after")
    def _has_its_subject(self) -> Self:
        if self.kind is SearchKind.SEARCH and self.query is None:
            raise ValueError("a search of kind 'search' needs a query")
        if self.kind is SearchKind.MENTIONS and self.account is None:
            raise ValueError("a search of kind 'mentions' needs an account")
        return self


class Brand(Value):
    """One brand; `languages` are those it answers in, the first is its default.

    `products` and `topics` are its own lists: a name, and what people call it in a post. `line` is its line
    of business in a few words, which a language model is told. `bots` are accounts of others that post by
    machine, such as feeds of prices and news: what they write is put aside. `competitors` are never named.
    `places` are where its customers are: shops, towns, airports.
    """

    schema_: Literal[1] = Field(alias="schema")
    brand: Slug
    name: str = Field(min_length=1)
    line: Annotated[str, StringConstraints(max_length=120)] = ""
    fictitious: bool = False
    website: str
    names: tuple[str, ...] = Field(min_length=1)
    languages: tuple[Language, ...] = Field(min_length=1)
    accounts: tuple[Account, ...] = Field(min_length=1)
    desks: dict[Slug, Desk] = Field(min_length=1)
    searches: tuple[Search, ...]
    products: dict[Slug, Phrases] = Field(default_factory=dict)
    topics: dict[Slug, Phrases] = Field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    bots: tuple[Handle, ...] = ()
    competitors: tuple[Phrase, ...] = ()
    places: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        handles = {account.handle for account in self.accounts}
        for desk_id, desk in self.desks.items():
            if strangers := set(desk.accounts) - handles:
                raise ValueError(
                    f"desk {desk_id!r} uses accounts that the brand does not list: {sorted(strangers)}"
                )
        seen: set[str] = set()
        for search in self.searches:
            if search.desk not in self.desks:
                raise ValueError(
                    f"search {search.id!r} belongs to desk {search.desk!r}, which does not exist"
                )
            if search.account and search.account not in handles:
                raise ValueError(
                    f"search {search.id!r} watches {search.account!r}, which the brand does not list"
                )
            if search.id in seen:
                raise ValueError(f"two searches are called {search.id!r}")
            seen.add(search.id)
        return self

    @model_validator(mode="after")
    def _routes_to_what_exists(self) -> Self:
        known = Known(
            desks={desk_id: desk.accounts for desk_id, desk in self.desks.items()},
            accounts={account.handle for account in self.accounts},
            searches={search.id for search in self.searches},
            products=self.products,
            topics=self.topics,
        )
        if problem := problem_in(self.routes, known):
            raise ValueError(problem)
        return self

    @property
    def machines(self) -> frozenset[str]:
        """The handles of `bots`, lower case."""
        return frozenset(handle.lower() for handle in self.bots)

    @property
    def handles(self) -> frozenset[str]:
        """The brand's own handles, lower case."""
        return frozenset(account.handle.lower() for account in self.accounts)
