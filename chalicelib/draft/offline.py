"""Writes a reply without a model: the saved reply that fits, filled in."""

from collections.abc import Iterator

from chalicelib.draft.choice import ranked
from chalicelib.draft.filling import fill, sign_off, values_for
from chalicelib.draft.prompts import Prompts, SavedReply, Voice
from chalicelib.draft.repetition import said_before
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest, Suggestion


class OfflineDrafter:
    """A `Drafter` that needs nothing and never fails. The same request always gives the same reply."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The best saved reply that was not posted in the case yet.

        It is in the post's language, or in the brand's first where that has none.
        """
        voice = self._prompts.voices[request.desk]
        language = self._prompts.language_for(request.verdict.lang)
        reply, text = self._best_that_fits(request, language, voice)
        return Suggestion(
            text=text,
            lang=language,
            origin="offline",
            sources=(f"reply:{reply.id}",),
            note=f"Written offline from saved reply {reply.id}" + _about_language(request, language),
        )

    def _best_that_fits(self, request: DraftRequest, language: str, voice: Voice) -> tuple[SavedReply, str]:
        first: tuple[SavedReply, str] | None = None
        for reply, text in self._choices(request, language, voice):
            if not said_before(text, request):
                return reply, text
            first = first or (reply, text)
        if first is None:
            raise ValueError("a brand has at least one saved reply in each of its languages")
        # When everything was said, the first is said again: the check tells whoever reviews it.
        return first

    def _choices(
        self, request: DraftRequest, language: str, voice: Voice
    ) -> Iterator[tuple[SavedReply, str]]:
        """Best first; what has to be cut comes last. One by one, because counting a length takes long."""
        values, limit = values_for(request, self._prompts), request.max_length
        too_long: list[tuple[SavedReply, str]] = []
        for reply in ranked(request, self._prompts, language):
            text = fill(reply, values)
            if _fits(text, limit):
                yield reply, _signed(text, voice, limit)
            else:
                too_long.append((reply, text))
        for reply, text in too_long:
            yield reply, _cut(text, limit)


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
