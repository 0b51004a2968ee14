"""The page that says what a brand costs: a month ahead, this month so far, and what gets tight first."""

from chalicelib.console.answer import Answer
from chalicelib.console.render import render
from chalicelib.console.views.cost_view import bill_view, limit_views, purse_rows
from chalicelib.console.visit import Visit
from chalicelib.cost.forecast import forecast
from chalicelib.cost.room import CostRoom
from chalicelib.cost.scale import needs
from chalicelib.cost.spent import machines, spent
from chalicelib.cost.volume import Volume, given, seen
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError

MOST_POSTS = 1_000_000_000
LIMITS_SHOWN = 5


def show(visit: Visit, brand: str) -> Answer:
    """The page. `?posts=N` forecasts a month of so many posts in place of what was heard."""
    of, room = visit.brand(brand), visit.services.cost()
    volume = _volume(visit, room, of)
    ahead = forecast([(of, volume)], room.known)
    so_far = spent(room, of)
    known, (month,) = room.known, ahead.months
    tight = needs(month, known.measured, known.assumptions, room.limits, room.caps(of))
    body = render(
        "cost.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame("Cost", brand),
        brand=of,
        volume=volume,
        asked=visit.query.get("posts", ""),
        ahead=bill_view(ahead.bill),
        so_far=bill_view(so_far.bill),
        machines=bill_view(machines(room)),
        since=so_far.since,
        purses=purse_rows(so_far.purses),
        limits=limit_views(tight, int(volume.total), LIMITS_SHOWN),
        known=known,
        here=visit.urls.cost(brand),
    )
    return Answer(body)


def _volume(visit: Visit, room: CostRoom, brand: Brand) -> Volume:
    known, asked = seen(room.store, brand), visit.query.get("posts", "").strip()
    if not asked:
        return known
    digits = asked.replace(",", "").replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and int(digits) <= MOST_POSTS):
        raise BadInputError(f"posts a month is a whole number up to {MOST_POSTS:,}")
    return given(brand, int(digits), known)
