"""Codes and moments in the words of the console. Pure, in English."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.domain.draft import Approach
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent, Sentiment, Stage
from chalicelib.ports import Touch

INTENTS = {
    Intent.PURCHASE_INTENT: "Wants to buy",
    Intent.COMPLAINT: "Complaint",
    Intent.QUESTION: "Question",
    Intent.PRAISE: "Praise",
    Intent.OTHER: "Other",
    Intent.SPAM: "Spam",
}
STAGES = {
    Stage.STRUCTURE: "Its form",
    Stage.MODEL: "Small model",
    Stage.LANGUAGE_MODEL: "Language model",
    Stage.ROUTING: "Routing table",
}
SENTIMENTS = {
    Sentiment.NEGATIVE: "negative",
    Sentiment.NEUTRAL: "neutral",
    Sentiment.POSITIVE: "positive",
}
APPROACHES = {
    Approach.SOLVE: "Solve it here",
    Approach.PRIVATE: "Move to a private message",
    Approach.ASK: "Ask one question",
    Approach.ACKNOWLEDGE: "Acknowledge, and say when to expect more",
    Approach.THANK: "Say thank you",
    Approach.PROTOCOL: "The brand's protocol",
}
TOUCHES = {
    Touch.SHORTER: "Shorter",
    Touch.WARMER: "Warmer",
    Touch.MORE_FORMAL: "More formal",
    Touch.FIT: "Fit X's length",
    Touch.POST_LANGUAGE: "In the post's language",
    Touch.ADD_LINK: "Add the link",
    Touch.WITH_INCENTIVE: "With an offer",
    Touch.WITHOUT_INCENTIVE: "Without an offer",
    Touch.FREE: "Change it",
}
LANES = {Lane.API: "API", Lane.HAND_OFF: "Hand-off"}
LANE_TITLES = {
    Lane.API: "X lets an app send this reply once you approve it",
    Lane.HAND_OFF: "A person posts this reply on X; we open it filled in",
}
STATES = {
    State.FOUND: "Found",
    State.IGNORED: "Put aside",
    State.DRAFTING: "Being drafted",
    State.WAITING: "Waiting",
    State.SNOOZED: "Snoozed",
    State.ESCALATED: "Escalated",
    State.APPROVED: "Approved",
    State.PUBLISHING: "Being sent",
    State.UNKNOWN: "Outcome not known",
    State.HANDED_OFF: "Handed off",
    State.POSTED: "Posted",
    State.ANSWERED: "Answered",
    State.RESOLVED: "Resolved",
    State.REJECTED: "Rejected",
    State.EXPIRED: "Expired",
    State.WITHDRAWN: "Withdrawn",
    State.BLOCKED: "Opted out",
}
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "iw": "Hebrew", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mr": "Marathi", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "te": "Telugu",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# X's own codes for posts without a language: art, hashtags, links, mentions, and the like.
NO_LANGUAGE = frozenset({"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"})
FROM_THE_RIGHT = frozenset({"ar", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi", "ckb"})
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Moment(NamedTuple):
    """A time for people (`words`), for the pointer (`exact`, in the desk's zone) and for machines (`iso`)."""

    words: str
    exact: str
    iso: str


def moment(at: datetime, zone: str, words: str) -> Moment:
    """A UTC time, told in these words, exact in the zone (`Europe/Berlin`)."""
    local = at.astimezone(ZoneInfo(zone))
    iso = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Moment(words, f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}", iso)


def exactly(at: datetime, zone: str) -> Moment:
    """`Mon 2 Mar 2026, 10:00 CET`."""
    told = moment(at, zone, "")
    return Moment(told.exact, told.exact, told.iso)


def ago(at: datetime, now: datetime, zone: str) -> Moment:
    """`5 min ago`."""
    past = now - at
    return moment(at, zone, "just now" if past < timedelta(minutes=1) else f"{span(past)} ago")


def due(at: datetime, now: datetime, zone: str) -> Moment:
    """`due in 12 min`, `late by 2 h`."""
    left = at - now
    if abs(left) < timedelta(minutes=1):
        return moment(at, zone, "due now")
    return moment(at, zone, f"due in {span(left)}" if left > timedelta() else f"late by {span(-left)}")


def span(length: timedelta) -> str:
    """A length of time in its largest sensible unit, rounded down."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if hours < 3 and rest else f"{hours} h"
    return f"{minutes // (24 * 60)} days"


def language(code: str | None) -> str:
    """A language's name; the code itself when we have no name for it, empty when there is none."""
    if not code or code in NO_LANGUAGE or not _TAG.fullmatch(code):
        return ""
    return LANGUAGES.get(code.split("-", 1)[0], code)


def lang_tag(code: str | None) -> str:
    """A value fit for the `lang` attribute, empty when the language is not known."""
    return code if code and code not in NO_LANGUAGE and _TAG.fullmatch(code) else ""


def direction(code: str | None) -> str:
    """For the `dir` attribute. A post often begins with a handle in Latin letters, so where the language is
    known to be written from the right, that decides; otherwise the first letter does."""
    return "rtl" if code and code.split("-", 1)[0] in FROM_THE_RIGHT else "auto"


def count(number: int, one: str, many: str) -> str:
    """`1 post`, `2 posts`."""
    return f"{number} {one if number == 1 else many}"
