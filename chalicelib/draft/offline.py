"""Writes a reply without a model: the saved reply that fits, filled in."""

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
        values = values_for(request, self._prompts)
        filled = [(reply, fill(reply, values)) for reply in ranked(request, self._prompts, language)]
        limit = request.max_length
        whole = [(reply, _signed(text, voice, limit)) for reply, text in filled if _fits(text, limit)]
        cut = [(reply, _cut(text, limit)) for reply, text in filled if not _fits(text, limit)]
        choices = whole + cut
        # When everything was said, the first is said again: the check tells whoever reviews it.
        return next((one for one in choices if not said_before(one[1], request)), choices[0])


def _fits(text: str, max_length: int) -> bool:
    return weighted_length(text) <= max_length


def _signed(text: str, voice: Voice, max_length: int) -> str:
    signed = f"{text} {sign_off(voice)}".strip()
    return signed if _fits(signed, max_length) else text


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
