"""Finds the topics of many saved replies in a text at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chalicelib.draft.prompts import SavedReply
from chalicelib.draft.words import fold, is_unspaced, words_of

_KEPT = 64
_SHORTEST_BEGINNING = 2


class _Phrase(NamedTuple):
    """A topic as it is looked up: its folded words, any of which may end in `*`."""

    topic: str
    words: tuple[str, ...]

    def at(self, said: Sequence[str], place: int) -> str | None:
        """The passage at this place of what is said, if it is this phrase."""
        here = said[place : place + len(self.words)]
        if len(here) < len(self.words) or not all(map(_is, here, self.words)):
            return None
        return " ".join(here)


def _is(said: str, wanted: str) -> bool:
    return said.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted


class TopicIndex:
    """The topics of a language's replies, by their first words."""

    def __init__(self, replies: Sequence[SavedReply]) -> None:
        self.replies = replies
        self._by_id = {reply.id: reply for reply in replies}
        self._by_topic: dict[str, list[int]] = defaultdict(list)
        for number, reply in enumerate(replies):
            for topic in reply.topics or ("",):
                self._by_topic[topic].append(number)
        self._exact: dict[str, list[_Phrase]] = defaultdict(list)
        self._beginnings: dict[str, list[_Phrase]] = defaultdict(list)
        self._unspaced: list[tuple[str, str]] = []
        for topic in dict.fromkeys(topic for reply in replies for topic in reply.topics):
            self._add(topic)

    def _add(self, topic: str) -> None:
        folded = fold(topic)
        if is_unspaced(folded):
            self._unspaced.append((topic, folded.rstrip("*")))
            return
        phrase = _Phrase(topic, tuple(_words(folded)))
        if phrase.words:
            first = phrase.words[0]
            by = self._beginnings if first.endswith("*") else self._exact
            by[first.rstrip("*")].append(phrase)

    def reply(self, id: str) -> SavedReply | None:
        """The reply of this id."""
        return self._by_id.get(id)

    def concerned_by(self, topics: Iterable[str]) -> list[SavedReply]:
        """The replies for one of these topics, and those for none in particular, in their order."""
        numbers = {number for topic in ("", *topics) for number in self._by_topic.get(topic, ())}
        return [self.replies[number] for number in sorted(numbers)]

    def found_in(self, text: str) -> dict[str, frozenset[str]]:
        """The passages, folded, in which each topic is found; linear in the text."""
        found: dict[str, set[str]] = defaultdict(set)
        said = words_of(text)
        for place in range(len(said)):
            for phrase in self._candidates(said[place]):
                if passage := phrase.at(said, place):
                    found[phrase.topic].add(passage)
        folded = fold(text) if self._unspaced else ""
        for topic, wanted in self._unspaced:
            if wanted in folded:
                found[topic].add(wanted)
        return {topic: frozenset(passages) for topic, passages in found.items()}

    def _candidates(self, word: str) -> Iterable[_Phrase]:
        yield from self._exact.get(word, ())
        for length in range(_SHORTEST_BEGINNING, len(word) + 1):
            yield from self._beginnings.get(word[:length], ())


def _words(folded: str) -> list[str]:
    """The words of a topic, split as those of a text are, each with the `*` that follows it."""
    marked = folded.replace("*", "\u2217")
    words: list[str] = []
    for part in marked.split():
        ending = "*" if part.endswith("\u2217") else ""
        inner = words_of(part.replace("\u2217", ""))
        words += [*inner[:-1], inner[-1] + ending] if inner else []
    return words


def topics_of(replies: Sequence[SavedReply]) -> TopicIndex:
    """The index of these very replies, built once as long as they are in use."""
    known = _built.get(id(replies))
    if known is None or known.replies is not replies:
        if len(_built) >= _KEPT:
            _built.clear()
        known = _built[id(replies)] = TopicIndex(replies)
    return known


_built: dict[int, TopicIndex] = {}
