"""What a newcomer lives through in the first five minutes, ticked off from what the store shows. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Link
from chalicelib.domain.case import Case
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent
from chalicelib.ports import Dossier

S = State
OUT = frozenset({S.POSTED, S.ANSWERED})
# The states that are looked at; each costs one bounded read a desk.
LOOKED_AT = (S.WAITING, S.IGNORED, S.UNKNOWN, S.HANDED_OFF, S.POSTED, S.ANSWERED)
FEW = 6


@dataclass(frozen=True)
class Glance:
    """A look at the store. `read` fetches a case's dossier; `home` is the queue to begin with."""

    cases: tuple[Case, ...]
    read: Callable[[Case], Dossier]
    urls: Urls
    home: str
    network: str

    def first(self, wanted: Callable[[Case], bool]) -> Case | None:
        """The most urgent case that fits, one that still waits before any other."""
        fitting = [case for case in self.cases if wanted(case)]
        return min(fitting, key=lambda case: (case.state is not S.WAITING, case.due_at), default=None)

    def some(self, wanted: Callable[[Case], bool]) -> Iterable[Dossier]:
        """The dossiers of the few cases that changed last among those that fit."""
        fitting = sorted(filter(wanted, self.cases), key=lambda case: case.changed_at, reverse=True)
        return map(self.read, fitting[:FEW])


@dataclass(frozen=True)
class Seen:
    """How a step stands: done or not, and where to look."""

    done: bool
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Step:
    """One line of the list. `kills` marks the one with the switch; what `reads_dossiers` is looked at only
    until it is ticked."""

    key: str
    title: str
    text: str
    look: Callable[[Glance], Seen]
    kills: bool = False
    reads_dossiers: bool = False


def _arrive(glance: Glance) -> Seen:
    return Seen(bool(glance.cases), (Link("Open the queue", glance.home),))


def _polish(glance: Glance) -> Seen:
    return _opened(
        glance,
        lambda case: (
            case.verdict.lang == "pl"
            and case.verdict.intent is Intent.COMPLAINT
            and case.ruling.lane is Lane.API
        ),
    )


def _german(glance: Glance) -> Seen:
    return _opened(
        glance, lambda case: case.verdict.lang == "de" and case.verdict.intent is Intent.PURCHASE_INTENT
    )


def _injection(glance: Glance) -> Seen:
    return _opened(glance, lambda case: any("injection" in risk for risk in case.verdict.risk))


def _approve(glance: Glance) -> Seen:
    out = any(case.state in OUT for case in glance.cases)
    # A customer may have answered before anybody looked here: their case waits again, reply and all.
    done = out or any(one.replies for one in glance.some(_wrote_again))
    return Seen(done, (Link("The network’s page", glance.network),))


def _wrote_again(case: Case) -> bool:
    return len(case.posts) > 1 and case.state in (S.WAITING, S.ANSWERED)


def _comes_back(glance: Glance) -> Seen:
    back = next((one for one in glance.some(_wrote_again) if one.replies), None)
    return Seen(back is not None, (_link(glance, back.case),) if back else ())


def _untagged(glance: Glance) -> Seen:
    done = any(
        case.state is S.HANDED_OFF or (case.state in OUT and case.ruling.lane is Lane.HAND_OFF)
        for case in glance.cases
    )
    case = glance.first(lambda case: case.state is S.WAITING and case.ruling.lane is Lane.HAND_OFF)
    return Seen(done, (_link(glance, case),) if case else ())


def _killed(glance: Glance) -> Seen:
    survived = any(
        one.replies and any(event.what == "outcome unknown" for event in one.events)
        for one in glance.some(lambda case: case.state in OUT or _wrote_again(case))
    )
    network = Link("The network’s page", glance.network)
    case = glance.first(lambda case: case.state is S.WAITING and case.ruling.lane is Lane.API)
    return Seen(survived, (_link(glance, case), network) if case and not survived else (network,))


def _offline(glance: Glance) -> Seen:
    return Seen(any(case.claimed_by for case in glance.cases), (Link("Open the queue", glance.home),))


STEPS = (
    Step(
        "arrive", "Posts arrive while you look", "New rows show up by themselves, most urgent first.", _arrive
    ),
    Step(
        "polish",
        "A Polish complaint is due in minutes",
        "Its draft is in Polish, and the page says why it is urgent.",
        _polish,
    ),
    Step(
        "german",
        "A German shopper asks which jacket",
        "Somebody who wants to buy, found by what they say.",
        _german,
    ),
    Step(
        "injection",
        "An attack lies there, disarmed",
        "A post gives orders to the machine. It is shown as text, named as a risk, and obeyed by nobody.",
        _injection,
    ),
    Step(
        "approve",
        "Approve one, and see it on the network",
        "Change the words if you like: exactly what you approve is posted, once.",
        _approve,
        reads_dossiers=True,
    ),
    Step(
        "back",
        "The customer answers, and the same case comes back",
        "Some answer within seconds. Their case returns with the whole conversation and a new draft.",
        _comes_back,
        reads_dossiers=True,
    ),
    Step(
        "untagged",
        "A post that does not tag the brand",
        "X won’t let an app answer it; the page shows the rule, its source and its date. "
        "One touch opens X filled in.",
        _untagged,
    ),
    Step(
        "kill",
        "Kill the worker in the middle of publishing",
        "Throw the switch, then approve a case marked API. The worker dies when the reply is out and its "
        "answer is not in. It starts again, looks, and within a minute there is still exactly one reply.",
        _killed,
        kills=True,
        reads_dossiers=True,
    ),
    Step(
        "offline",
        "Drafts made offline say so",
        "Every draft here comes from a saved reply. To have a model write them, set EARSHOT_MODEL_NAME and "
        "EARSHOT_MODEL_KEY (EARSHOT_MODEL_URL for any server of OpenAI’s protocol), then start again.",
        _offline,
    ),
)


def _opened(glance: Glance, wanted: Callable[[Case], bool]) -> Seen:
    case = glance.first(wanted)
    if case is None:
        return Seen(False)
    return Seen(case.claimed_by is not None or case.state is not S.WAITING, (_link(glance, case),))


def _link(glance: Glance, case: Case) -> Link:
    name = case.author.name or case.author.handle
    return Link(f"Open the case of {name}", glance.urls.case(case.brand, case.id))
