"""A request from a person who may make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from chalicelib.console import session
from chalicelib.console.forms import Form, parse
from chalicelib.console.problems import ForeignFormError, NotSignedInError, NotYoursError
from chalicelib.console.services import ConsoleServices
from chalicelib.console.urls import Urls
from chalicelib.console.views.queue_view import Looker
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.reviewer import Reviewer

# The queue may be read in any of the desks' zones; without a desk, times are told in UTC.
NO_DESK_ZONE = "UTC"


@dataclass(frozen=True)
class Asked:
    """A request as it came in. Header names are lower case; `path` is whole, `route` its pattern."""

    method: str
    path: str
    route: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | str = b""

    @property
    def urls(self) -> Urls:
        """Addresses under the prefix that this request came in by."""
        return Urls.of_request(self.path, self.route, self.parameters)

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks, for a page."""
        return "text/html" in self.headers.get("accept", "")

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks, for a part of a page."""
        return self.headers.get("hx-request") == "true"


@dataclass(frozen=True)
class Visit:
    """A request that was admitted: who makes it, and what they sent."""

    services: ConsoleServices
    urls: Urls
    reviewer: Reviewer
    token: str
    query: Mapping[str, str]
    form: Form
    wants_fragment: bool = False

    def brand(self, brand_id: str) -> Brand:
        """A brand of this person's. Raises NotYoursError for any other, known here or not."""
        if brand_id not in self.reviewer.brands or brand_id not in self.services.brands:
            raise NotYoursError(brand_id)
        return self.services.brands[brand_id]

    def looker(self, brand_id: str, desk: str) -> Looker:
        """Who looks at a desk. Raises NotFoundError when the brand has no such desk."""
        desks = self.brand(brand_id).desks
        if desk not in desks:
            raise NotFoundError(f"{brand_id} has no desk {desk!r}")
        return Looker(
            id=self.reviewer.id,
            now=self.services.review.clock(),
            zone=desks[desk].time_zone,
            site=self.services.review.site,
            people={**self.services.people, self.reviewer.id: self.reviewer.name},
            mode=self.services.mode(brand_id, desk),
        )


def admit(services: ConsoleServices, asked: Asked) -> Visit:
    """Let a request in. Raises NotSignedInError, ForeignFormError, BadInputError."""
    secret = services.settings.secret
    cookie = session.cookie_of(asked.headers.get("cookie", ""))
    reviewer = session.read(cookie, secret) if cookie else None
    if reviewer is None:
        raise NotSignedInError("no valid session")
    visit = Visit(
        services=services,
        urls=asked.urls,
        reviewer=reviewer,
        token=session.form_token(cookie, secret),
        query=asked.query,
        form=Form(),
        wants_fragment=asked.wants_fragment,
    )
    if asked.method == "GET":
        return visit
    form = parse(asked.body)
    _refuse_foreign(asked, form, cookie, secret, services.settings.origins)
    return replace(visit, form=form)


def _refuse_foreign(asked: Asked, form: Form, cookie: str, secret: str, origins: tuple[str, ...]) -> None:
    token = form.text(session.TOKEN_FIELD) or asked.headers.get(session.TOKEN_HEADER, "")
    if not from_here(asked.headers, origins) or not session.token_fits(token, cookie, secret):
        raise ForeignFormError("foreign origin or token")


def from_here(headers: Mapping[str, str], origins: tuple[str, ...] = ()) -> bool:
    """Whether the browser says that the form comes from our own pages (or says nothing about it)."""
    origin = headers.get("origin")
    if origin is None or origin in origins:
        return True
    return bool(urlsplit(origin).netloc) and urlsplit(origin).netloc == headers.get("host")
