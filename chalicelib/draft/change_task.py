"""What a model is told to change about a reply: our words as instructions, the post and the reply as data."""

from chalicelib.draft.filling import sign_off_room
from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import KnowledgeEntry, Prompts
from chalicelib.draft.support import shown_knowledge, today
from chalicelib.draft.task import TEMPLATES, conversation
from chalicelib.draft.text_data import between
from chalicelib.policy.length import weighted_length
from chalicelib.ports import ChangeRequest, Touch

VARIABLES = frozenset(
    {
        *("brand_name", "desk", "voice_tone", "voice_use", "voice_avoid", "emoji", "locale_note"),
        *("change", "language", "max_length", "knowledge"),
    }
)

LONGEST_INSTRUCTION = 300
_LINKS_SHOWN = 6
_OFFERS_SHOWN = 4

_WORDS = {
    Touch.SHORTER: "Make it clearly shorter: about two thirds of its length. Drop what matters least.",
    Touch.WARMER: "Make it warmer: closer to this one person, without a cliché and without false feeling.",
    Touch.MORE_FORMAL: "Make it more formal, with the polite form of address where the language has one.",
    Touch.FIT: "Make it fit the length given below, with as little change as that takes.",
    Touch.POST_LANGUAGE: "Write it in the language given below, as somebody who speaks it would.",
    Touch.ADD_LINK: "Add the one link of those below that helps this person most, once, with a few words.",
    Touch.WITH_INCENTIVE: "Offer the one incentive of those below that fits best, with its conditions.",
    Touch.WITHOUT_INCENTIVE: "Take every offer, discount, gift and incentive out.",
}


def concealed(request: ChangeRequest, prompts: Prompts) -> Concealed:
    """Hides what a model need not know; what the brand itself states is nobody's secret."""
    return Concealed(request.around.verdict.lang, known="\n".join(map(_line, stated(request, prompts))))


def system_prompt(request: ChangeRequest, prompts: Prompts, hidden: Concealed) -> str:
    """The task with the change, the brand's voice and what may be stated; nothing that a stranger wrote."""
    around = request.around
    voice, language = prompts.voices[around.desk], prompts.language_for(around.verdict.lang)
    return TEMPLATES.from_string(prompts.tasks["change"]).render(
        brand_name=around.brand.name,
        desk=around.desk,
        change=hidden.hide(in_words(request)),
        voice_tone=voice.tone,
        voice_use=_listed(voice.use),
        voice_avoid=_listed(voice.avoid),
        emoji=voice.emoji,
        locale_note=voice.locale_notes.get(language, ""),
        language=language,
        max_length=around.max_length - weighted_length(sign_off_room(voice)),
        knowledge="\n".join(map(_line, stated(request, prompts))) or "(nothing more)",
    )


def data(request: ChangeRequest, hidden: Concealed) -> str:
    """The conversation and the reply, each between the marks that the task names."""
    return f"{conversation(request.around, hidden)}\n\n{between('TEXT', hidden.hide(request.text))}"


def in_words(request: ChangeRequest) -> str:
    """The change that was asked for, in a line; the reviewer's own words as one of them."""
    if request.touch is not Touch.FREE:
        return _WORDS[request.touch]
    return f"In the words of the person at {request.around.brand.name}: {plain(request.instruction)}"


def plain(instruction: str) -> str:
    """One line of at most 300 characters."""
    return " ".join(instruction.split())[:LONGEST_INSTRUCTION]


def stated(request: ChangeRequest, prompts: Prompts) -> list[KnowledgeEntry]:
    """The knowledge that the changed text may rest on: what it rested on, and what the change is about."""
    day = today(request.around)
    cited = [one for one in prompts.knowledge if f"knowledge:{one.id}" in request.sources]
    if request.touch is Touch.WITH_INCENTIVE:
        offers = [one for one in prompts.knowledge if one.kind == "offer"]
        cited += [one for one in offers if one.holds_on(day)][:_OFFERS_SHOWN]
    if request.touch is Touch.ADD_LINK:
        near = [one for one in shown_knowledge(request.around, prompts) if one.links]
        cited += near[:_LINKS_SHOWN]
    held = {one.id: one for one in cited if one.holds_on(day)}
    return list(held.values())


def sources_of(request: ChangeRequest, prompts: Prompts) -> tuple[str, ...]:
    """The ids of all that the changed text may rest on."""
    more = (f"knowledge:{one.id}" for one in stated(request, prompts))
    return tuple(dict.fromkeys((*request.sources, *more)))


def _line(entry: KnowledgeEntry) -> str:
    return f"- {entry.title}. {entry.text} {entry.conditions} {' '.join(entry.links)}".strip()


def _listed(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items) or "- (nothing in particular)"
