"""What the console needs from the outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from chalicelib.control.room import ControlRoom
from chalicelib.domain.brand import Brand
from chalicelib.domain.control import Mode, Switch, mode_of
from chalicelib.review.room import ReviewRoom

if TYPE_CHECKING:
    from chalicelib.cost.room import CostRoom
    from chalicelib.draft.wording import WordingRoom
    from chalicelib.voice.room import VoiceRoom


@dataclass(frozen=True)
class ConsoleSettings:
    """`secret` signs sessions and page tokens. `assets_dir` holds htmx (`htmx.min.js`), unpacked at setup.

    `secure_cookies` is off only where the console is served without TLS, on a laptop. `origins` lists
    addresses (`https://desk.example`) of a proxy in front of the console that keeps its own Host.
    `admin_token`: what an admin signs in with; None where people sign in elsewhere.
    """

    secret: str
    sign_in_path: str
    assets_dir: Path
    secure_cookies: bool = True
    origins: tuple[str, ...] = ()
    admin_token: SecretStr | None = None

    def __repr__(self) -> str:
        # A secret does not belong into a log.
        return f"ConsoleSettings(sign_in_path={self.sign_in_path!r}, assets_dir={str(self.assets_dir)!r})"


@dataclass(frozen=True)
class ConsoleServices:
    """`cost` reads price lists and `voice` what brands say, so they are made when a page needs them. `people`
    gives the name behind the id in claims and events, for those we know."""

    review: ReviewRoom
    control: ControlRoom
    cost: "Callable[[], CostRoom]"
    voice: "Callable[[], VoiceRoom]"
    wording: "Callable[[], WordingRoom]"
    settings: ConsoleSettings
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def brands(self) -> Mapping[str, Brand]:
        """The brands of this deployment by id."""
        return self.review.brands

    def mode(self, switch: Switch, brand: str, desk: str) -> Mode:
        """The mode that a desk is in now, while the switch stands so."""
        return mode_of(switch, self.control.controls.desk(brand, desk))
