"""The buttons by which a reviewer says whether a verdict is right."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.words import INTENTS
from chalicelib.domain.case import Case
from chalicelib.domain.mark import Mark
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Verdict

LIST, SAMPLE, CASE = "list", "sample", "case"


class Choice(NamedTuple):
    """An option of a list; `chosen` is what it begins with."""

    value: str
    label: str
    chosen: bool = False


class MarkView(NamedTuple):
    """`said` is what this person said before, empty for nothing; `right` whether it was "right".

    `where` is the page that the buttons are on, `back` its page of a list. `restore` is the address that puts
    the case back, where that is possible and not offered elsewhere on the page.
    """

    id: str
    mark: str
    where: str
    back: str
    aside: bool
    said: str
    right: bool
    intents: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    restore: str = ""
    put_back: bool = False
    example: str = ""


def mark_view(
    case: Case, verdict: Verdict, marks: Sequence[Mark], urls: Urls, who: str, where: str, back: str = ""
) -> MarkView:
    """The buttons for the verdict on a case's post; `marks` are those on the post."""
    own = next((mark for mark in marks if mark.who == who), None)
    aside = case.state is State.IGNORED
    return MarkView(
        id=case.id,
        mark=urls.act(case.brand, case.id, "mark"),
        where=where,
        back=back,
        aside=aside,
        said=_said(own) if own else "",
        right=own is not None and own.right,
        intents=tuple(
            Choice("", f"as it is: {label}", True) if one is verdict.intent else Choice(one.value, label)
            for one, label in sorted(INTENTS.items(), key=lambda pair: pair[0] is not verdict.intent)
        ),
        # What was put aside wrongly needs a reply; of what was kept, most often only the intent is wrong.
        decisions=(Choice("yes", "needs a reply", True), Choice("no", "needs no reply")),
        restore=urls.act(case.brand, case.id, "restore") if aside and where != CASE else "",
        put_back=not aside and not verdict.needs_reply,
        example=urls.example(case.brand, case.id) if where == CASE else "",
    )


def _said(mark: Mark) -> str:
    if mark.right:
        return "You marked it right"
    parts = [INTENTS[mark.should_intent].lower()] if mark.should_intent else []
    if mark.should_need_reply is not None:
        parts.append("needs a reply" if mark.should_need_reply else "needs no reply")
    return f"You marked it wrong: {', '.join(parts)}"
