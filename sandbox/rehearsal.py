"""A sandbox goes live by itself, on its own network; one that was cut off begins with everything stopped."""

from chalicelib.control import recover
from chalicelib.control.going_live import go_live, set_caps, state
from chalicelib.control.room import ControlRoom
from chalicelib.domain.caps import Caps
from chalicelib.domain.control import Statements

WHO = "sandbox"
CUT_OFF = "the sandbox was cut off while it wrote: what left in its last seconds is not known here"
# Nothing is bought on the sandbox network; large enough for any file that is replayed.
CAPS = Caps(
    reads_a_day=10_000_000,
    reads_a_month=100_000_000,
    posts_a_day=1_000_000,
    posts_a_month=10_000_000,
    tokens_a_day=10_000_000,
    tokens_a_month=100_000_000,
)
STATED = Statements(ai_replies_approved=True, automated_label=True, regions_fit=True)


def rehearse(room: ControlRoom, was_cut_off: bool) -> None:
    """Take the table into use. At the first start set every desk up and go live; later decisions stay."""
    recover.look_after(room)
    if was_cut_off:
        recover.distrust(room, CUT_OFF)
    for brand_id, brand in room.brands.items():
        for desk in brand.desks:
            if not room.controls.desk(brand_id, desk).version:
                set_caps(room, brand_id, desk, CAPS, who=WHO)
                state(room, brand_id, desk, STATED, who=WHO)
                go_live(room, brand_id, desk, who=WHO)
