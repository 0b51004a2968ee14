"""Finds where a post tries to instruct a machine. The attempt is a flag, never obeyed."""

from typing import NamedTuple

from chalicelib.triage.rules.cues import Cue, ends_sentence, find_cues
from chalicelib.triage.rules.lexicon import COMMANDS, lexicon
from chalicelib.triage.rules.words import Words, is_handle

# What still counts after an instruction: a complaint may follow one, but nothing that makes light of it.
_SERIOUS = frozenset(
    {"failure", "remedy", "anger", "hate", "negative", "injury", "hazard", "deadline", "service"}
    | {"safety", "self_harm", "legal", "press", "fraud"}
)


class Command(NamedTuple):
    """The words from `start` to before `end`: an instruction to a machine, to the end of its sentence."""

    start: int
    end: int
    quote: str


def find_commands(words: Words) -> tuple[Command, ...]:
    """Every sentence, from the instruction in it on, that tries to instruct a machine."""
    found: list[Command] = []
    for cue in find_cues(words, lexicon(COMMANDS)):
        if found and cue.start < found[-1].end:
            continue
        end = cue.end
        while end < len(words.folded) and not _ends(words.folded[end]):
            end += 1
        found.append(Command(cue.start, end, cue.quote))
    return tuple(found)


def without_commands(cues: list[Cue], commands: tuple[Command, ...]) -> list[Cue]:
    """The cues of what the author says: those before any instruction, and serious ones in later sentences."""
    if not commands:
        return cues
    first = commands[0].start
    return [cue for cue in cues if cue.start < first or (cue.kind in _SERIOUS and not _inside(cue, commands))]


def own_words(words: Words, commands: tuple[Command, ...]) -> Words:
    """The words before the first instruction, or outside of all of them when there are none before."""
    if not commands:
        return words
    first = commands[0].start
    if any(token[0].isalpha() for token in words.folded[:first]):
        return Words(words.folded[:first], words.raw[:first])
    kept = [at for at in range(len(words.folded)) if not any(one.start <= at < one.end for one in commands)]
    return Words(tuple(words.folded[at] for at in kept), tuple(words.raw[at] for at in kept))


def _ends(token: str) -> bool:
    """Whoever turns to an account begins anew: a complaint may follow an instruction without a full stop."""
    return ends_sentence(token) or is_handle(token)


def _inside(cue: Cue, commands: tuple[Command, ...]) -> bool:
    return any(command.start <= cue.start < command.end for command in commands)
