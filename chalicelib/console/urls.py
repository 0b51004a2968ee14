"""Every address of the console. API Gateway serves it under a stage's prefix, a laptop under `/`."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode


class Urls(NamedTuple):
    """Builds paths. `prefix` is empty or begins with a slash and does not end with one."""

    prefix: str = ""

    @classmethod
    def of_request(cls, path: str, route: str, parameters: Mapping[str, str]) -> "Urls":
        """The prefix is what API Gateway put before the route: `path` is the whole path as requested,
        `route` the pattern that matched (`/b/{brand}/…`) and `parameters` its values."""
        inner = route
        for name, value in parameters.items():
            inner = inner.replace(f"{{{name}}}", value)
        whole = path.rstrip("/")
        if whole.endswith(inner.rstrip("/")):
            return cls(whole.removesuffix(inner.rstrip("/")).rstrip("/"))
        # The path is as the browser spelt it (`%20`) and the values are not: count the parts.
        parts, ours = whole.split("/"), inner.strip("/").split("/")
        return cls("/".join(parts[: -len(ours)]))

    @property
    def cookie_path(self) -> str:
        """The path that the session's cookie is bound to."""
        return f"{self.prefix}/"

    def home(self) -> str:
        """The first page."""
        return f"{self.prefix}/"

    def at(self, path: str) -> str:
        """A path of the settings (the sign-in) under the prefix; an absolute address stays as it is."""
        return path if "://" in path else f"{self.prefix}/{path.lstrip('/')}"

    def sign_out(self) -> str:
        """Ends the session."""
        return f"{self.prefix}/sign-out"

    def static(self, name: str, version: str = "") -> str:
        """A static file; the version lets browsers keep it for good."""
        return self._with(f"{self.prefix}/static/{quote(name)}", {"v": version})

    def queue(self, brand: str, desk: str, state: str = "waiting", **query: str) -> str:
        """A desk's queue."""
        return self._with(self._desk(brand, desk) + f"/q/{quote(state, safe='')}", query)

    def rows(self, brand: str, desk: str, state: str, **query: str) -> str:
        """The queue's rows alone, as polled."""
        return self._with(self._desk(brand, desk) + f"/q/{quote(state, safe='')}/rows", query)

    def case(self, brand: str, case_id: str, **query: str) -> str:
        """A case."""
        return self._with(self._case(brand, case_id), query)

    def act(self, brand: str, case_id: str, action: str, **query: str) -> str:
        """What is done to a case, or asked about it: `approve`, `status`, …"""
        return self._with(f"{self._case(brand, case_id)}/{quote(action, safe='')}", query)

    def go_live(self, brand: str, desk: str, **query: str) -> str:
        """What a desk needs before it may post."""
        return self._with(f"{self._desk(brand, desk)}/go-live", query)

    def go_live_act(self, brand: str, desk: str, action: str) -> str:
        """What is done there: `caps`, `live`, …"""
        return f"{self._desk(brand, desk)}/go-live/{quote(action, safe='')}"

    def switch(self) -> str:
        """The one switch of the whole deployment."""
        return f"{self.prefix}/switch"

    def throw(self, action: str) -> str:
        """What is done with it: `stop`, `start`."""
        return f"{self.prefix}/switch/{quote(action, safe='')}"

    def cost(self, brand: str, **query: str) -> str:
        """What the brand costs."""
        return self._with(f"{self.prefix}/b/{quote(brand, safe='')}/cost", query)

    def triage(self, brand: str, **query: str) -> str:
        """How right triage is, and the examples that it goes by."""
        return self._with(f"{self.prefix}/b/{quote(brand, safe='')}/triage", query)

    def drafts(self, brand: str, **query: str) -> str:
        """What becomes of drafts, and what they go by."""
        return self._with(f"{self.prefix}/b/{quote(brand, safe='')}/drafts", query)

    def forget_learnt(self, brand: str) -> str:
        """Where a reply is no longer gone by."""
        return f"{self.drafts(brand)}/forget"

    def sample(self, brand: str, **query: str) -> str:
        """A sample of what was put aside, to be marked."""
        return self._with(f"{self.triage(brand)}/sample", query)

    def example(self, brand: str, case_id: str) -> str:
        """Where a case's post is made an example."""
        return f"{self.triage(brand)}/example/{quote(case_id, safe='')}"

    def remove_example(self, brand: str) -> str:
        """Where an example is removed."""
        return f"{self.triage(brand)}/remove"

    def routing(self, brand: str, **query: str) -> str:
        """Where the brand's posts go."""
        return self._with(f"{self.prefix}/b/{quote(brand, safe='')}/routing", query)

    def voice(self, brand: str, **query: str) -> str:
        """What the brand says and how: its documents."""
        return self._with(f"{self.prefix}/b/{quote(brand, safe='')}/voice", query)

    def document(self, brand: str, document: str, **query: str) -> str:
        """One document of these."""
        return self._with(f"{self.voice(brand)}/{quote(document, safe='')}", query)

    def version(self, brand: str, document: str, version: int) -> str:
        """One version of it; 0 is the deployed file."""
        return f"{self.document(brand, document)}/{version}"

    def _desk(self, brand: str, desk: str) -> str:
        return f"{self.prefix}/b/{quote(brand, safe='')}/d/{quote(desk, safe='')}"

    def _case(self, brand: str, case_id: str) -> str:
        return f"{self.prefix}/b/{quote(brand, safe='')}/c/{quote(case_id, safe='')}"

    @staticmethod
    def _with(path: str, query: Mapping[str, str]) -> str:
        asked = {name: value for name, value in query.items() if value}
        return f"{path}?{urlencode(asked)}" if asked else path
