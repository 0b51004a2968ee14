"""Writes a reply without a model: the saved reply that fits, filled in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from chalicelib.draft.choice import Ranked, with_fit
from chalicelib.draft.filling import fill, sign_off, values_for
from chalicelib.draft.prompts import Prompts, Voice
from chalicelib.draft.repetition import said_before, said_to_others
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest, Suggestion

# The draft and two further ways to answer.
MOST_WAYS = 3
# So many replies are looked at for one that nobody has had lately.
_TRIED = 100


class _Written(NamedTuple):
    chosen: Ranked
    text: str


class OfflineDrafter:
    """A `Drafter` that needs nothing and never fails. The same request always gives the same reply."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The best saved reply that was posted neither in the case yet nor lately to somebody else.

        It is in the post's language, or in the brand's first where that has none. With it come replies for
        the same matter that go about it in another way.
        """
        language = self._prompts.language_for(request.verdict.lang)
        best = self._best(request, language)
        note = f"Written offline from saved reply {best.chosen.reply.id}{_about_language(request, language)}"
        others = self._other_ways(request, language, best.chosen)
        return replace(
            _suggestion(best, language),
            note=note,
            others=tuple(_suggestion(one, language) for one in others),
        )

    def _best(self, request: DraftRequest, language: str) -> _Written:
        first: _Written | None = None
        unsaid: _Written | None = None
        for tried, one in enumerate(self._choices(request, language)):
            first = first or one
            if tried == _TRIED:
                break
            if said_before(one.text, request):
                continue
            unsaid = unsaid or one
            suits = one is unsaid or _suits(one.chosen, unsaid.chosen)
            if suits and not said_to_others(one.text, request):
                return one
        # When everything was said, it is said again: the check tells whoever reviews it.
        best = unsaid or first
        if best is None:
            raise ValueError("a brand has at least one saved reply in each of its languages")
        return best

    def _choices(self, request: DraftRequest, language: str) -> Iterator[_Written]:
        """Best first; what has to be cut comes last. One by one, because counting a length takes long."""
        values, limit = values_for(request, self._prompts), request.max_length
        voice = self._prompts.voices[request.desk]
        too_long: list[_Written] = []
        for ranked in with_fit(request, self._prompts, language, values):
            text = fill(ranked.reply, values)
            if _fits(text, limit):
                yield _Written(ranked, _signed(text, voice, limit))
            else:
                too_long.append(_Written(ranked, text))
        for one in too_long:
            yield one._replace(text=_cut(one.text, limit))

    def _other_ways(self, request: DraftRequest, language: str, best: Ranked) -> list[_Written]:
        values, limit = values_for(request, self._prompts), request.max_length
        voice = self._prompts.voices[request.desk]
        taken, found = {best.reply.approach}, list[_Written]()
        for ranked in with_fit(request, self._prompts, language, values):
            approach, text = ranked.reply.approach, fill(ranked.reply, values)
            if len(found) == MOST_WAYS - 1:
                break
            if approach in (None, *taken) or not _suits(ranked, best) or not _fits(text, limit):
                continue
            if not said_before(text, request):
                taken.add(approach)
                found.append(_Written(ranked, _signed(text, voice, limit)))
        return found


def _suits(ranked: Ranked, best: Ranked) -> bool:
    """Whether it is for the same matter, or for whatever somebody with this intent may say."""
    fit = ranked.fit
    generic = fit.intent and fit.without_topics and fit.own_desk and not best.fit.for_its_risk
    return fit.timely and fit.manner and (fit.matter == best.fit.matter or generic)


def _suggestion(written: _Written, language: str) -> Suggestion:
    reply = written.chosen.reply
    return Suggestion(
        text=written.text,
        lang=language,
        origin="offline",
        sources=(f"reply:{reply.id}", *(f"knowledge:{one}" for one in reply.rests_on)),
        approach=reply.approach,
    )


def _fits(text: str, max_length: int) -> bool:
    return weighted_length(text) <= max_length


def _signed(text: str, voice: Voice, max_length: int) -> str:
    signed = f"{text} {sign_off(voice)}".strip()
    return signed if signed == text or _fits(signed, max_length) else text


def _cut(text: str, max_length: int) -> str:
    while text and not _fits(text + "…", max_length):
        shorter = text.rsplit(maxsplit=1)[0]
        text = shorter if shorter != text else text[:-1]
    return text + "…"


def _about_language(request: DraftRequest, language: str) -> str:
    asked = request.verdict.lang.split("-")[0].lower()
    if asked == language:
        return ""
    if asked == "und":
        return f", in {language} because the post's language is not clear"
    return f", in {language} because there are no saved replies in {asked}"
