"""Controls as a test begins with them."""

from datetime import UTC, datetime

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.domain.brand import Brand
from chalicelib.domain.caps import Caps
from chalicelib.domain.control import ControlEvent, DeskControl, Statements, Switch

AT = datetime(2026, 9, 14, tzinfo=UTC)
PLENTY = Caps(
    reads_a_day=1_000_000,
    reads_a_month=10_000_000,
    posts_a_day=10_000,
    posts_a_month=100_000,
    tokens_a_day=10_000_000,
    tokens_a_month=100_000_000,
)
STATED = Statements(ai_replies_approved=False, automated_label=True, regions_fit=True)


def live_controls(brand: Brand, caps: Caps = PLENTY, statements: Statements = STATED) -> MemoryControls:
    """Controls of a table in use whose desks are all live."""
    controls = MemoryControls()
    event = ControlEvent(version=1, at=AT, who="test", what="live")
    controls.throw(Switch(table=controls.table_identity(), who="test", at=AT, version=1), event)
    for desk in brand.desks:
        live = {"live": True, "caps": caps, "statements": statements, "version": 1}
        controls.set_desk(DeskControl(brand=brand.brand, desk=desk, **live), event)
    return controls
