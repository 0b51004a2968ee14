"""What runs by the clock: listening and sweeping, every minute. Each function imports its own step."""

from functools import partial

from chalice.app import Blueprint, CloudWatchEvent, Rate

from chalicelib.domain.brand import Brand, Search
from chalicelib.entrypoints.in_turn import Turn, in_turn
from chalicelib.entrypoints.invocation import invocation, invoked, seconds_left
from chalicelib.entrypoints.services import services

schedules = Blueprint(__name__)


@schedules.schedule(Rate(1, unit=Rate.MINUTES), name="listen")
def run_searches(event: CloudWatchEvent) -> dict[str, int]:
    """Run every search that is due; answers how many new posts each brand has."""
    with invoked(event.context):
        return _listen(event)


def _listen(event: CloudWatchEvent) -> dict[str, int]:
    from chalicelib.listen.run import listen

    all_services = services()
    room = all_services.listening(seconds_left(event.context))
    owner = invocation(event.context).aws_request_id
    heard = dict.fromkeys(all_services.brands, 0)

    def run(brand: Brand, search: Search) -> None:
        heard[brand.brand] += listen(room, brand, search, owner)

    in_turn(
        Turn(partial(run, brand, search), {"brand": brand.brand, "search": search.id})
        for brand in all_services.brands.values()
        for search in brand.searches
    )
    return heard


@schedules.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def run_sweep(event: CloudWatchEvent) -> None:
    """Do or send again what is due."""
    from chalicelib.entrypoints.sweep import sweep

    with invoked(event.context):
        sweep(services(), seconds_left(event.context))
