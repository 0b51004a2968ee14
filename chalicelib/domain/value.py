"""The base of every domain value: immutable, strictly shaped, serialisable."""

import hashlib
import json
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _whole_utc(moment: datetime) -> datetime:
    if moment.utcoffset():
        raise ValueError("times inside Earshot are UTC")
    return moment


UtcTime = Annotated[AwareDatetime, AfterValidator(_whole_utc)]


class Value(BaseModel):
    """A frozen value; unknown fields are errors, so a misspelt one cannot pass silently.

    Its errors do not repeat what was given: that may be somebody's text, and errors end in logs.
    """

    # Built when first used: no function of ours uses them all, and building them takes long at its start.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


def digest(*parts: object) -> str:
    """SHA-256, in hex, of the parts as canonical JSON; the same parts give the same digest for ever."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
