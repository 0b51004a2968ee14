"""A console over an in-memory store, for tests: cases to work on, people who ask, pages to read."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from chalice.app import Chalice
from chalice.test import HTTPResponse

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.cost_files import (
    read_assumptions,
    read_limits,
    read_measured,
    read_prices,
)
from chalicelib.adapters.files.yaml_file import read_yaml
from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.x.credentials import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.console import session
from chalicelib.console.services import ConsoleServices, ConsoleSettings
from chalicelib.control.going_live import observe
from chalicelib.control.room import ControlRoom
from chalicelib.cost.known import Known
from chalicelib.cost.room import CostRoom
from chalicelib.domain import lifecycle
from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Heard, join, open_case
from chalicelib.domain.draft import Draft
from chalicelib.domain.post import Post
from chalicelib.domain.reviewer import Reviewer
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Verdict
from chalicelib.draft.translated import Kept
from chalicelib.draft.wording import WordingRoom
from chalicelib.entrypoints.pages import pages_blueprint
from chalicelib.policy.engine import Rules
from chalicelib.ports import Changer, Network, Translator
from chalicelib.review.room import ReviewRoom
from chalicelib.voice.room import VoiceRoom
from tests.support.controls import live_controls
from tests.support.pages_client import Client
from tests.support.prompting import PROMPTS, prompts_of
from tests.support.values import NOW, TARGETS, a_draft, a_post, a_verdict

ROOT = Path(__file__).resolve().parents[2]
BRAND = "tarnhollow"
SITE = "https://x.example"
SECRET = "a secret for tests"
ANA = Reviewer(id="ana", name="Ana Ruiz", initials="AR", brands=(BRAND,), admin=True)
TOM = Reviewer(id="tom", name="Tom Becker", initials="TB", brands=(BRAND,))
STRANGER = Reviewer(id="eve", name="Eve Other", initials="EO", brands=("otherbrand",))
VOID = frozenset({"meta", "link", "input", "img", "br"})
FORM = "application/x-www-form-urlencoded"


@cache
def _brands() -> dict[str, Brand]:
    return read_brands(ROOT / "prompts" / "brands")


@cache
def _rules() -> Rules:
    return read_yaml(ROOT / "chalicelib" / "policy" / "rules" / "x.yaml", Rules)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[int, str]] = []
        self.open: list[int] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name."""
        if any(self.elements[index][0] == tag for index in self.open):
            while self.elements[self.open.pop()][0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Remember the text, under every element that it is in."""
        for index in self.open:
            self.texts.append((index, data))

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text_of(self, *, tag: str = "", id: str = "", css: str = "") -> str:
        """All text in the first element that fits."""
        for index, (name, attributes) in enumerate(self.elements):
            classes = attributes.get("class", "").split()
            if (
                (not tag or name == tag)
                and (not id or attributes.get("id") == id)
                and (not css or css in classes)
            ):
                text = "".join(text for at, text in self.texts if at == index)
                # A browser drops a line break right after <textarea>.
                return text.removeprefix("\n") if name == "textarea" else text
        raise AssertionError(f"nothing fits {tag!r} {id!r} {css!r}")


@dataclass
class ConsoleDesk:
    """A store with a console before it, at a moment that the test moves."""

    now: datetime = NOW
    store: MemoryStore = field(default_factory=MemoryStore)
    messages: MemoryMessages = field(default_factory=MemoryMessages)
    assets: Path = ROOT / "build" / "assets"
    model: str | None = None
    prompts_dir: Path = PROMPTS
    changer: Changer | None = None
    translator: Translator | None = None
    translated: Kept = field(default_factory=Kept)
    controls: MemoryControls = field(default_factory=lambda: live_controls(_brands()[BRAND]))
    # Nobody answers there: a page that asks the network takes its time, and says so.
    network: Network = field(
        default_factory=lambda: XNetwork(sandbox_credentials(["tarnhollowcare"]), "http://127.0.0.1:9")
    )

    def __post_init__(self) -> None:
        room = ReviewRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            clock=lambda: self.now,
            brands=_brands(),
            rules=_rules(),
            site=SITE,
        )
        settings = ConsoleSettings(
            secret=SECRET, sign_in_path="/sign-in", assets_dir=self.assets, secure_cookies=False
        )
        self.prompts = prompts_of(_brands(), self.prompts_dir)
        self.voice = VoiceRoom(
            documents=self.prompts.documents,
            prompting=self.prompts,
            brands=_brands(),
            clock=lambda: self.now,
        )
        self.services = ConsoleServices(
            review=room,
            control=self._control(room),
            cost=lambda: self._cost(room),
            voice=lambda: self.voice,
            wording=self._wording,
            settings=settings,
            people={"tom": "Tom Becker"},
        )
        self.app = Chalice("console-test", configure_logs=False)
        self.app.register_blueprint(pages_blueprint(lambda: self.services))
        self.client = Client(self.app)

    # --- cases ----------------------------------------------------------------------------------

    def heard(self, post: Post, verdict: Verdict | None = None) -> Heard:
        """The post with the ruling that the shipped rules give it."""
        room = self.services.review
        ruling = room.rules.rule_on(room.brand(BRAND), "support", post)
        return Heard(post, verdict or a_verdict(), ruling, "support", TARGETS)

    def waiting(self, post: Post | None = None, verdict: Verdict | None = None) -> Case:
        """A case with a draft; it goes by the API lane when the post mentions @tarnhollowcare."""
        post = post or a_post(mentions=("tarnhollowcare",))
        heard, trace = self.heard(post, verdict), Trace("triage", self.now)
        self.store.add_posts(BRAND, [post], "page", self.now)
        case = lifecycle.start_drafting(open_case(BRAND, heard, trace), trace)
        draft = a_draft(case, f"draft-{case.id}")
        case = lifecycle.present(case, draft, trace)
        self._commit(case, trace, draft=draft, triaged=(post.ref, heard.verdict))
        return case

    def ignored(self, post: Post, verdict: Verdict | None = None) -> Case:
        """A case that was put aside."""
        heard, trace = self.heard(post, verdict), Trace("triage", self.now)
        self.store.add_posts(BRAND, [post], "page", self.now)
        case = lifecycle.ignore(open_case(BRAND, heard, trace), trace, "needs no reply")
        self._commit(case, trace, triaged=(post.ref, heard.verdict))
        return case

    def wrote_again(self, case: Case, text: str, id: str = "2002") -> Case:
        """The case after its author wrote on."""
        post = a_post(id, text, author=case.author, created_at=self.now, mentions=("tarnhollowcare",))
        self.store.add_posts(BRAND, [post], "page", self.now)
        heard, trace = self.heard(post), Trace("triage", self.now)
        joined = join(self.store.case(BRAND, case.id), heard, trace)
        self._commit(joined, trace, triaged=(post.ref, heard.verdict))
        return joined

    def drafted_again(self, case: Case, text: str) -> Case:
        """The case with a new draft for the conversation as it is now."""
        now = self.store.case(BRAND, case.id)
        return self.presented(case, a_draft(now, f"draft-{now.conversation_version}", text))

    def presented(self, case: Case, draft: Draft) -> Case:
        """The case with this draft, made now."""
        trace = Trace("draft", self.now)
        draft = draft.model_copy(update={"made_at": self.now})
        presented = lifecycle.present(self.store.case(BRAND, case.id), draft, trace)
        self._commit(presented, trace, draft=draft)
        return presented

    def commit(self, case: Case, trace: Trace) -> Case:
        """Write a move that a test made itself."""
        self._commit(case, trace)
        return case

    def _commit(
        self,
        case: Case,
        trace: Trace,
        draft: Draft | None = None,
        triaged: tuple[str, Verdict] | None = None,
    ) -> None:
        self.store.commit(Change(case=case, events=tuple(trace.events), draft=draft, triaged=triaged))

    def case(self, case: Case) -> Case:
        """The case as it is now."""
        return self.store.case(BRAND, case.id)

    # --- people ---------------------------------------------------------------------------------

    def get(
        self, path: str, who: Reviewer | None = ANA, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        """A page, as this person's browser asks for it."""
        return self.client.http.get(path, headers={**self.cookie(who), **(headers or {})})

    def poll(self, path: str, who: Reviewer | None = ANA) -> HTTPResponse:
        """A fragment, as htmx asks for it."""
        return self.get(path, who, {"HX-Request": "true"})

    def post(
        self,
        path: str,
        fields: dict[str, str] | None = None,
        who: Reviewer | None = ANA,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> HTTPResponse:
        """A form of this person's session, unless another token is given."""
        cookie = self.cookie(who)
        mine = session.form_token(session.cookie_of(cookie.get("Cookie", "")), SECRET)
        body = urlencode({"token": mine if token is None else token, **(fields or {})}).encode()
        asked = {"Content-Type": FORM, "Host": "desk.example", **cookie, **(headers or {})}
        return self.client.http.post(path, headers=asked, body=body)

    def cookie(self, who: Reviewer | None) -> dict[str, str]:
        """The header of a signed-in person; none for nobody."""
        return {"Cookie": f"{session.COOKIE}={session.sign(who, SECRET)}"} if who else {}

    def observing(self) -> None:
        """From now on the support desk observes."""
        observe(self.services.control, BRAND, "support", who="test")

    def _cost(self, room: ReviewRoom) -> CostRoom:
        known = Known(
            prices=read_prices("eu-central-1"),
            measured=read_measured(),
            assumptions=read_assumptions(),
            overlap=timedelta(minutes=5),
            model=self.model,
        )
        return CostRoom(
            store=self.store,
            controls=self.controls,
            clock=room.clock,
            brands=room.brands,
            known=known,
            limits=read_limits(),
        )

    def _wording(self) -> WordingRoom:
        return WordingRoom(
            clock=lambda: self.now,
            brands=_brands(),
            prompts=self.prompts,
            changer=lambda: self.changer,
            translator=lambda: self.translator,
            kept=self.translated,
        )

    def _control(self, room: ReviewRoom) -> ControlRoom:
        return ControlRoom(
            store=self.store,
            controls=self.controls,
            network=self.network,
            clock=room.clock,
            brands=room.brands,
            table_region="eu-central-1",
        )


def html(response: HTTPResponse) -> str:
    """The body as text."""
    return str(response.body.decode("utf-8"))


def page(response: HTTPResponse) -> Page:
    """The body as a browser reads it."""
    return Page(html(response))


def case_path(case: Case, action: str = "") -> str:
    """The address of a case, or of something done to it."""
    return f"/b/{BRAND}/c/{case.id}" + (f"/{action}" if action else "")


def queue_path(state: str = "waiting", desk: str = "support") -> str:
    """The address of a list."""
    return f"/b/{BRAND}/d/{desk}/q/{state}"
