"""A voice as the fields of a form, and the fields as the document's text."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from chalicelib.console.forms import Form
from chalicelib.domain.brand import Brand
from chalicelib.draft.prompts import Voice

MANNERS = {"formal": "Formal", "neutral": "Neutral", "playful": "Playful"}
EMOJI = {"none": "None", "few": "A few", "free": "Freely"}
TEXTS = ("tone", "sign_off", "apology", "incentive", "instructions")
LISTS = ("use", "avoid", "never", "empathy")
NOTE = "note_in_"


class Note(NamedTuple):
    """What to mind in a language."""

    language: str
    text: str


class VoiceFields(NamedTuple):
    """What the form shows: `texts` and `lists` by key, a list with one entry a line."""

    manner: str
    emoji: str
    texts: dict[str, str]
    lists: dict[str, str]
    notes: tuple[Note, ...]


def fields_of(voice: Voice, brand: Brand) -> VoiceFields:
    """The form for a voice, with a note for each language of the brand."""
    return VoiceFields(
        manner=voice.manner,
        emoji=voice.emoji,
        texts={key: getattr(voice, key) for key in TEXTS},
        lists={key: "\n".join(getattr(voice, key)) for key in LISTS},
        notes=tuple(Note(one, voice.locale_notes.get(one, "")) for one in _languages(voice, brand)),
    )


def typed_fields(form: Form, voice: Voice, brand: Brand) -> VoiceFields:
    """The form as somebody filled it in."""
    return VoiceFields(
        manner=form.text("manner"),
        emoji=form.text("emoji"),
        texts={key: form.text(key) for key in TEXTS},
        lists={key: form.text(key) for key in LISTS},
        notes=tuple(Note(one, form.text(NOTE + one)) for one in _languages(voice, brand)),
    )


def text_of(fields: VoiceFields, before: VoiceFields, version: int, text: str) -> str:
    """The document with what the form changed, as the version after `version`; `text` where it is nothing."""
    old, new = _values(before), _values(fields)
    changed = {key: value for key, value in new.items() if value != old[key]}
    if not changed:
        return text
    from chalicelib.console.yaml_text import patched

    # A voice has a tone, even when nobody says which; anything else that is empty need not be there.
    kept = {key: value if value or key == "tone" else None for key, value in changed.items()}
    return patched(text, {"version": version + 1, **kept})


def _values(fields: VoiceFields) -> dict[str, Any]:
    """By the document's keys, in the order in which new ones are added."""
    return {
        "manner": fields.manner,
        "emoji": fields.emoji,
        **{key: _plain(text) for key, text in fields.texts.items()},
        **{key: list(_entries(text)) for key, text in fields.lists.items()},
        "locale_notes": {one.language: _plain(one.text) for one in fields.notes if one.text.strip()},
    }


def _languages(voice: Voice, brand: Brand) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*brand.languages, *voice.locale_notes)))


def _plain(text: str) -> str:
    """Without spaces at the ends of lines, which no block of YAML can hold."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _entries(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip():
            yield line.strip()
