"""What the model is told: the brand's own words as instructions, what strangers wrote as data.

What is the same for every case of a desk and language comes first, so that a provider can keep it.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from chalicelib.draft.filling import sign_off_room
from chalicelib.draft.learnt import closest
from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import ANY_DESK, Example, KnowledgeEntry, Prompts, SavedReply
from chalicelib.draft.support import Source, shown_knowledge, shown_replies, today
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest

VARIABLES = frozenset(
    {
        *("brand_name", "desk", "voice_tone", "voice_use", "voice_avoid", "voice_never", "manner", "emoji"),
        *("apology", "incentive", "sign_off", "locale_note", "network", "instructions", "language"),
        *("max_length", "rules", "desk_time", "examples", "saved_replies", "knowledge"),
    }
)

_EXAMPLES_SHOWN = 4
_MANNERS = {
    "formal": "formal: courteous, whole sentences, no jokes",
    "neutral": "neither formal nor playful",
    "playful": "playful: light, a wink, never at the person's expense and never when somebody is upset",
}

# The prompt is plain text, never a page, so nothing is escaped for HTML.
TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def system_prompt(request: DraftRequest, prompts: Prompts) -> str:
    """The task with the brand's voice, saved replies and knowledge; nothing that a stranger wrote."""
    voice, brand = prompts.voices[request.desk], request.brand
    language = prompts.language_for(request.verdict.lang)
    network = prompts.networks.get(request.posts[-1].network)
    desk = brand.desks[request.desk]
    return _template(prompts.task).render(
        brand_name=brand.name,
        desk=request.desk,
        voice_tone=voice.tone,
        voice_use=_listed(voice.use),
        voice_avoid=_listed(voice.avoid),
        voice_never=_listed((*voice.never, *voice.empathy)),
        manner=_MANNERS[voice.manner],
        emoji=voice.emoji,
        apology=voice.apology,
        incentive=voice.incentive,
        sign_off=voice.sign_off,
        locale_note=voice.locale_notes.get(language, ""),
        network=network.notes if network else "",
        instructions=voice.instructions,
        language=language,
        max_length=request.max_length - weighted_length(sign_off_room(voice)),
        rules=request.rules or "(none in particular)",
        desk_time=f"{today(request).isoformat()}, {desk.time_zone}; hours: {desk.hours}",
        examples=_examples(request.desk, prompts, language),
        saved_replies=_lines(shown_replies(request, prompts)),
        knowledge=_lines(shown_knowledge(request, prompts)),
    )


@lru_cache(maxsize=16)
def _template(task: str) -> Template:
    return TEMPLATES.from_string(task)


def shown_sources(request: DraftRequest, prompts: Prompts) -> dict[str, Source]:
    """The sources that the model is shown, and may cite, by id."""
    replies = {f"reply:{one.id}": one for one in shown_replies(request, prompts)}
    return replies | {f"knowledge:{one.id}": one for one in shown_knowledge(request, prompts)}


def user_message(request: DraftRequest, prompts: Prompts, concealed: Concealed) -> str:
    """The conversation as data, with what is known of its author, and what to mend if something is."""
    message = conversation(request, concealed)
    if request.mending is None:
        return message
    problems = _as_data({"your_text": request.mending.text, "did_not_pass": request.mending.problems})
    return f"{message}\n\nWhat you wrote before did not pass the checks. Write it anew:\n{problems}"


def conversation(request: DraftRequest, concealed: Concealed | None = None) -> str:
    """The posts, as JSON between the marks that the task names; no post can write the closing mark.

    What we replied before stands ahead of the post to answer, marked as ours. Replies that people approved
    to like posts, and the author's earlier cases, are data as well: strangers' words are in them.
    """
    hide = (concealed or Concealed(request.verdict.lang)).hide
    posts: list[dict[str, Any]] = [
        {
            "handle": post.author.handle,
            "name": hide(post.author.name),
            "at": post.created_at.isoformat(),
            "text": hide(post.text),
        }
        for post in request.posts
    ]
    posts[-1:-1] = [{"ours": True, "text": hide(reply)} for reply in request.replies]
    before = [{"before": True, **one} for one in _before(request, hide)]
    return f"<<<POST\n{_as_data([*before, *posts])}\nPOST>>>"


def _before(request: DraftRequest, hide: Any) -> Iterable[dict[str, Any]]:
    context = request.context
    if context is None:
        return
    for case in context.earlier:
        yield {
            "earlier_matter": hide(case.excerpt),
            "at": case.since.isoformat(),
            "intent": case.intent.value,
            "state": case.state.value,
        }
    post = request.posts[-1].text
    for one in closest(context.learnt, post, request.verdict.intent, request.verdict.lang):
        yield {"approved_reply": one.reply, "to_a_post_like": one.said}


def _as_data(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def _listed(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items) or "- (nothing in particular)"


def _lines(sources: Iterable[Source]) -> str:
    # Unfilled, because a filled one would carry the stranger's shown name into the instructions.
    return "\n".join(map(_line, sources)) or "(none)"


def _line(source: Source) -> str:
    if isinstance(source, SavedReply):
        return f"[reply:{source.id}] {source.text}"
    return _entry(source)


def _entry(entry: KnowledgeEntry) -> str:
    until = f"(until {entry.valid_until.isoformat()})" if entry.valid_until else ""
    parts = (f"{entry.title}.", entry.text, entry.conditions, until, *entry.links)
    return f"[knowledge:{entry.id}] {' '.join(part for part in parts if part)}"


def _examples(desk: str, prompts: Prompts, language: str) -> str:
    """One of each intent before a second of any, whatever the case: what differed could not be kept."""
    mine = (one for one in prompts.examples if one.desk in (desk, ANY_DESK))
    same_language = [one for one in mine if one.language == language]
    first = {one.intent: one.id for one in reversed(same_language)}
    ordered = sorted(same_language, key=lambda one: one.id != first[one.intent])
    return "\n\n".join(map(_example, ordered[:_EXAMPLES_SHOWN])) or "(none)"


def _example(example: Example) -> str:
    return f"Post: {example.post}\nReply: {example.reply}"


def versions_for(request: DraftRequest, prompts: Prompts) -> dict[str, str]:
    """The versions of those documents that a draft for this request is made from."""
    language = prompts.language_for(request.verdict.lang)
    elsewhere = {f"/{one}.yaml" for one in prompts.replies if one != language}
    desks = {desk.voice for name, desk in request.brand.desks.items() if name != request.desk}
    others = {f"voices/{voice}.yaml" for voice in desks - {request.brand.desks[request.desk].voice}}
    return {
        path: version
        for path, version in prompts.versions.items()
        if path not in others
        and not (path.startswith("saved_replies/") and any(map(path.endswith, elsewhere)))
    }
