"""A request from a person who may make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlsplit

from chalicelib.console import session
from chalicelib.console.flashes import flash_of
from chalicelib.console.forms import Form, parse
from chalicelib.console.problems import ForeignFormError, NotSignedInError, NotYoursError
from chalicelib.console.reading import reads_in
from chalicelib.console.services import ConsoleServices, ConsoleSettings
from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Frame, frame_for
from chalicelib.console.views.queue_view import Looker
from chalicelib.console.views.switch_view import switch_view
from chalicelib.domain.brand import Brand
from chalicelib.domain.control import Mode, Switch
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.reviewer import TOKEN_ADMIN, Reviewer

# The queue may be read in any of the desks' zones; without a desk, times are told in UTC.
NO_DESK_ZONE = "UTC"


@dataclass(frozen=True)
class Asked:
    """A request as it came in. Header names are lower case; `path` is whole, `route` its pattern.

    `source` is the address that it came from, as API Gateway saw it.
    """

    method: str
    path: str
    route: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | str = b""
    source: str = ""

    @property
    def urls(self) -> Urls:
        """Addresses under the prefix that this request came in by."""
        return Urls.of_request(self.path, self.route, self.parameters)

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks, for a page."""
        return "text/html" in self.headers.get("accept", "")

    @property
    def wants_json(self) -> bool:
        """Whether a script asks, which has no use for a page."""
        return "application/json" in self.headers.get("accept", "") and not self.wants_page

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks, for a part of a page."""
        return self.headers.get("hx-request") == "true"


@dataclass(frozen=True)
class Visit:
    """A request that was admitted: who makes it, which language they read, and what they sent."""

    services: ConsoleServices
    urls: Urls
    reviewer: Reviewer
    token: str
    query: Mapping[str, str]
    form: Form
    wants_fragment: bool = False
    reads_in: str = "en"

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
            people=self.people,
            mode=self.services.mode(self.switch, brand_id, desk),
        )

    @property
    def people(self) -> Mapping[str, str]:
        """The names that we know, by id."""
        return {**self.services.people, self.reviewer.id: self.reviewer.name}

    @cached_property
    def switch(self) -> Switch:
        """The one switch, read once a request."""
        return self.services.control.controls.switch()

    def frame(self, title: str, brand: str = "", desk: str = "", mode: Mode | None = None) -> Frame:
        """What this page carries around its content; with a desk, its mode and its time zone."""
        zone = self.services.brands[brand].desks[desk].time_zone if desk else NO_DESK_ZONE
        now = self.services.review.clock()
        return frame_for(
            title,
            self.urls,
            self.token,
            self.reviewer,
            self.services.brands,
            brand,
            desk,
            flash_of(self.query, self.urls, brand),
            mode,
            switch_view(self.switch, now, zone, self.people, admin=self.reviewer.admin),
        )


def admit(services: ConsoleServices, asked: Asked) -> Visit:
    """Let a request in. Raises NotSignedInError, ForeignFormError, BadInputError."""
    visit = signed_in(services, asked)
    if asked.method == "GET":
        return visit
    form = parse(asked.body)
    _refuse_foreign(asked, form, services.settings)
    return replace(visit, form=form)


def signed_in(services: ConsoleServices, asked: Asked) -> Visit:
    """Who asks, and nothing of what they sent. Raises NotSignedInError."""
    secret = services.settings.secret
    cookie = session.cookie_of(asked.headers.get("cookie", ""))
    reviewer = session.read(cookie, secret) if cookie else None
    if reviewer is None:
        raise NotSignedInError("no valid session")
    if reviewer.id == TOKEN_ADMIN.id:
        reviewer = reviewer.model_copy(update={"brands": tuple(services.brands)})
    return Visit(
        services=services,
        urls=asked.urls,
        reviewer=reviewer,
        token=session.form_token(cookie, secret),
        query=asked.query,
        form=Form(),
        wants_fragment=asked.wants_fragment,
        reads_in=reads_in(asked.headers),
    )


def _refuse_foreign(asked: Asked, form: Form, settings: ConsoleSettings) -> None:
    cookie = session.cookie_of(asked.headers.get("cookie", ""))
    token = form.text(session.TOKEN_FIELD) or asked.headers.get(session.TOKEN_HEADER, "")
    if not from_here(asked.headers, settings.origins) or not session.token_fits(
        token, cookie, settings.secret
    ):
        raise ForeignFormError("foreign origin or token")


def from_here(headers: Mapping[str, str], origins: tuple[str, ...] = ()) -> bool:
    """Whether the browser says that the form comes from our own pages (or says nothing about it)."""
    origin = headers.get("origin")
    if origin is None or origin in origins:
        return True
    return bool(urlsplit(origin).netloc) and urlsplit(origin).netloc == headers.get("host")
