"""What the page after a decision says about it. Only these words can be shown, whatever an address asks."""

import re
from collections.abc import Mapping

from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Flash

CASE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

# text, and the move that takes it back
SAID = {
    "approved": ("Approved. It goes out within a minute.", "recall", "Recall"),
    "rejected": ("Rejected. Nothing is posted.", "", ""),
    "restored": ("Put back. A draft follows.", "", ""),
    "recalled": ("Taken back. Nothing is posted; the case waits for you again.", "", ""),
    "resolved": ("Resolved.", "", ""),
    "saved": ("Saved.", "", ""),
    "marked": ("Marked.", "", ""),
    "exemplified": ("Kept as an example.", "", ""),
    "unexemplified": ("The example was removed.", "", ""),
    "forgotten": ("Forgotten. Drafts go by it no longer.", "", ""),
    "proven": ("The keys are proven.", "", ""),
    "stated": ("Kept, in your name.", "", ""),
    "caps": ("The caps are set.", "", ""),
    "live": ("This desk is live.", "", ""),
    "voiced": ("Saved. The next draft is made with it.", "", ""),
    "rolled": ("Taken back. The next draft is made with it.", "", ""),
    "observing": ("This desk observes. Nothing is posted for it.", "", ""),
}


def flash_of(query: Mapping[str, str], urls: Urls, brand: str) -> Flash | None:
    """The message that an address (`?said=approved&about=CASE`) stands for."""
    if (said := SAID.get(query.get("said", ""))) is None:
        return None
    text, undo, label = said
    about = query.get("about", "")
    if not CASE_ID.fullmatch(about):
        return Flash(text)
    return Flash(
        text=text,
        see=urls.case(brand, about),
        undo=urls.act(brand, about, undo) if undo else "",
        undo_label=label,
    )
