"""How a desk stands on its way to being live, for `earshot live` and `earshot check`."""

from typing import Any

from chalicelib.control import going_live
from chalicelib.control.room import ControlRoom
from chalicelib.domain.control import mode_of


def standing(room: ControlRoom, brand: str, desk: str) -> dict[str, Any]:
    """The mode of a desk, and each thing that it needs before it may go live."""
    mode = mode_of(room.controls.switch(), room.controls.desk(brand, desk))
    needed = going_live.requirements(room, brand, desk)
    return {
        "brand": brand,
        "desk": desk,
        "mode": mode.value,
        "needed": [{"what": one.title, "met": one.met, "says": one.says, "do": one.remedy} for one in needed],
    }


def words(standing: dict[str, Any]) -> str:
    """The same for people: a checklist."""
    lines = [f"{standing['brand']}/{standing['desk']}: {standing['mode']}"]
    for one in standing["needed"]:
        todo = "" if one["met"] else f" {one['do']}"
        lines.append(f"  [{'x' if one['met'] else ' '}] {one['what']}: {one['says']}{todo}")
    return "\n".join(lines)
