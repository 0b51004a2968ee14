"""Asks for the second opinion that a post is worth, and survives whatever becomes of it."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import EarshotError, ModelUnavailableError
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import Opinion, OpinionRequest, SecondOpinion, Store
from chalicelib.triage.second import unanswered, weighed, worth_asking

# A server that is down would hold up each post of a batch for as long as it is waited for.
PATIENCE = 3

Consult = Callable[[], SecondOpinion | None]
"""The second opinion, None without a model. Called when a post is worth it: making one takes long."""


class PatientOpinion:
    """A `SecondOpinion` around another one, which after three failures is asked no more.

    It is made anew for each batch of posts.
    """

    def __init__(self, model: SecondOpinion) -> None:
        self._model = model
        self._failures = 0

    def opinion(self, request: OpinionRequest) -> Opinion:
        """The opinion. Raises ModelUnavailableError, also without asking, and as the store does."""
        if self._failures >= PATIENCE:
            raise ModelUnavailableError("not asked after several failures", may_be_billed=False)
        try:
            return self._model.opinion(request)
        except ModelUnavailableError:
            self._failures += 1
            raise


class About(NamedTuple):
    """What a second opinion is about: a post for a brand, paid for by a desk."""

    brand: Brand
    post: Post
    desk: str


class SecondLook:
    """Weighs a second opinion in where a verdict is worth one. Asks once, however often a post is decided."""

    def __init__(self, consult: Consult, store: Store) -> None:
        self._consult = consult
        self._store = store
        self._had: list[Opinion | str | None] = []

    def __call__(self, verdict: Verdict, about: About) -> Verdict:
        """The verdict after the second opinion; the same where there is no model or no need of one."""
        if worth_asking(verdict, about.post.text) is None:
            return verdict
        if not self._had:
            self._had.append(self._ask(verdict, about))
        match self._had[0]:
            case None:
                return verdict
            case str(why):
                return unanswered(verdict, why)
            case opinion:
                return weighed(verdict, opinion)

    def _ask(self, verdict: Verdict, about: About) -> Opinion | str | None:
        try:
            model = self._consult()
            if model is None:
                return None
            exemplars = self._store.exemplars(about.brand.brand)
            text = about.post.text
            return model.opinion(OpinionRequest(about.brand, about.desk, text, verdict.lang, exemplars))
        except EarshotError as error:
            return str(error)
