"""Sending again what was put aside after it had failed too often."""

import json
from dataclasses import dataclass

from chalicelib.ports import DeadLetter, DeadLetters, Topic

# What a message of each topic names, beside its brand.
NAMED = {Topic.TRIAGE: "post", Topic.DRAFT: "case", Topic.PUBLISH: "case"}


@dataclass(frozen=True)
class Redriven:
    """What was found at one topic: `again` were sent again (or would be), `repeated` said the same as one of
    those and were removed with it, `left` cannot be read by any consumer and stay where they are."""

    topic: str
    again: tuple[DeadLetter, ...] = ()
    repeated: tuple[DeadLetter, ...] = ()
    left: tuple[DeadLetter, ...] = ()

    @property
    def found(self) -> tuple[DeadLetter, ...]:
        """All of them, the oldest first."""
        return tuple(sorted((*self.again, *self.repeated, *self.left), key=lambda one: one.sent_at))


def redrive(dead: DeadLetters, topic: str, *, dry_run: bool = False) -> Redriven:
    """Send again what is readable, and remove it here only then: a message may come twice, none is lost.

    What raises leaves the rest where it is. Each sweep hints anew at work that waits, so what keeps failing
    piles up: of messages that say the same, one is sent.
    """
    letters: dict[str, DeadLetter] = {}
    said: dict[str, DeadLetter] = {}
    try:
        while new := [one for one in dead.take(topic) if one.id not in letters]:
            letters |= {one.id: one for one in new}
            ours = [one for one in new if names(topic, one)]
            first = [one for one in ours if said.setdefault(one.text, one) is one]
            if not dry_run:
                dead.send_again(topic, first)
                dead.remove(topic, ours)
    finally:
        kept = [one for one in letters.values() if dry_run or not names(topic, one)]
        dead.put_back(topic, kept)
    return _sorted(topic, letters, said)


def names(topic: str, letter: DeadLetter) -> dict[str, str]:
    """The brand, and the post or case, that a message of ours is about; empty for one of somebody else's."""
    try:
        body = json.loads(letter.text)
    except ValueError:
        return {}
    wanted = ("brand", NAMED[topic])
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in wanted):
        return {}
    return {name: body[name] for name in wanted}


def _sorted(topic: str, letters: dict[str, DeadLetter], said: dict[str, DeadLetter]) -> Redriven:
    again = tuple(said.values())
    left = tuple(one for one in letters.values() if not names(topic, one))
    repeated = tuple(one for one in letters.values() if one not in again and one not in left)
    return Redriven(topic, again, repeated, left)
