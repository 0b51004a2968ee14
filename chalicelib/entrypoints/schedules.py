"""What runs by the clock: listening and sweeping, every minute."""

from functools import partial

from chalice.app import Blueprint, CloudWatchEvent, Rate

from chalicelib.domain.brand import Brand, Search
from chalicelib.entrypoints.in_turn import in_turn
from chalicelib.entrypoints.invocation import invocation, seconds_left
from chalicelib.entrypoints.services import services
from chalicelib.entrypoints.sweep import sweep
from chalicelib.listen.run import listen

schedules = Blueprint(__name__)


@schedules.schedule(Rate(1, unit=Rate.MINUTES), name="listen")
def run_searches(event: CloudWatchEvent) -> dict[str, int]:
    """Run every search that is due; answers how many new posts each brand has."""
    all_services = services()
    room = all_services.listening(seconds_left(event.context))
    owner = invocation(event.context).aws_request_id
    heard = dict.fromkeys(all_services.brands, 0)

    def run(brand: Brand, search: Search) -> None:
        heard[brand.brand] += listen(room, brand, search, owner)

    brands = all_services.brands.values()
    in_turn([partial(run, brand, search) for brand in brands for search in brand.searches])
    return heard


@schedules.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def run_sweep(event: CloudWatchEvent) -> None:
    """Do or send again what is due."""
    sweep(services(), seconds_left(event.context))
