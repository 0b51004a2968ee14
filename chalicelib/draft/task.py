"""What the model is told: the brand's own words as instructions, what strangers wrote as data."""

import json

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from chalicelib.draft.choice import ranked
from chalicelib.draft.filling import sign_off_room
from chalicelib.draft.prompts import ANY_DESK, Prompts
from chalicelib.draft.support import offered
from chalicelib.policy.length import weighted_length
from chalicelib.ports import DraftRequest

VARIABLES = frozenset(
    {
        *("brand_name", "desk", "voice_tone", "voice_use", "voice_avoid", "emoji", "sign_off", "locale_note"),
        *("instructions", "language", "max_length", "saved_replies", "knowledge"),
    }
)

_REPLIES_SHOWN = 12

# The prompt is plain text, never a page, so nothing is escaped for HTML.
TEMPLATES = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def system_prompt(request: DraftRequest, prompts: Prompts) -> str:
    """The task with the brand's voice, saved replies and knowledge; nothing that a stranger wrote."""
    voice = prompts.voices[request.desk]
    language = prompts.language_for(request.verdict.lang)
    template: Template = TEMPLATES.from_string(prompts.task)
    return template.render(
        brand_name=request.brand.name,
        desk=request.desk,
        voice_tone=voice.tone,
        voice_use=_listed(voice.use),
        voice_avoid=_listed(voice.avoid),
        emoji=voice.emoji,
        sign_off=voice.sign_off,
        locale_note=voice.locale_notes.get(language, ""),
        instructions=voice.instructions,
        language=language,
        max_length=request.max_length - weighted_length(sign_off_room(voice)),
        saved_replies=_replies(request, prompts, language),
        knowledge=_knowledge(prompts),
    )


def conversation(request: DraftRequest) -> str:
    """The posts, as JSON between the marks that the task names; no post can write the closing mark.

    What we replied before stands ahead of the post to answer, marked as ours.
    """
    posts: list[dict[str, str | bool]] = [
        {
            "handle": post.author.handle,
            "name": post.author.name,
            "at": post.created_at.isoformat(),
            "text": post.text,
        }
        for post in request.posts
    ]
    posts[-1:-1] = [{"ours": True, "text": reply} for reply in request.replies]
    data = json.dumps(posts, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<<<POST\n{data}\nPOST>>>"


def _listed(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items) or "- (nothing in particular)"


def _replies(request: DraftRequest, prompts: Prompts, language: str) -> str:
    # Unfilled, because a filled one would carry the stranger's shown name into the instructions.
    fitting = (one for one in ranked(request, prompts, language) if one.desk in (request.desk, ANY_DESK))
    lines = [f"[reply:{one.id}] {one.text}" for one in fitting]
    return "\n".join(lines[:_REPLIES_SHOWN]) or "(none)"


def _knowledge(prompts: Prompts) -> str:
    lines = (
        f"[knowledge:{one.id}] {one.title}. {one.text} {' '.join(one.links)}".strip()
        for one in prompts.knowledge
    )
    return "\n".join(lines) or "(none)"


def offered_ids(request: DraftRequest, prompts: Prompts) -> frozenset[str]:
    """The ids of the sources that an answer may cite."""
    return frozenset(offered(request, prompts))
