"""Post and draft in the reviewer's language, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.console.words import LANGUAGES, direction
from chalicelib.ports import Dossier, Translation

# Of a long conversation, the latest posts are what matters.
MOST_POSTS = 5


@dataclass(frozen=True)
class TranslationView:
    """The languages to choose from, and, once asked for, what was said; `problem` says why there is none, and
    `cut` that of a long text only the beginning is there."""

    languages: tuple[tuple[str, str], ...]
    chosen: str
    name: str
    dir: str
    posts: tuple[str, ...] = ()
    draft: str = ""
    model: str = ""
    problem: str = ""
    cut: bool = False

    @property
    def asked_for(self) -> bool:
        """Whether there is something to show."""
        return bool(self.posts or self.draft or self.problem)


def texts_of(dossier: Dossier, text: str) -> tuple[str, ...]:
    """What is translated: the latest posts, oldest first, and then the text at hand."""
    return (*(post.text for post in dossier.posts[-MOST_POSTS:]), text)


def translation_view(
    chosen: str, made: Translation | None = None, problem: str = "", *, cut: bool = False
) -> TranslationView:
    """The control alone, or with what was asked for."""
    texts: Sequence[str] = made.texts if made else ()
    return TranslationView(
        languages=tuple(sorted(_NAMED.items(), key=lambda pair: pair[1])),
        chosen=chosen,
        name=LANGUAGES[chosen],
        dir=direction(chosen),
        posts=tuple(texts[:-1]),
        draft=texts[-1] if texts else "",
        model=made.model if made else "",
        problem=problem,
        cut=cut,
    )


# Hebrew has two codes; the old one would show it twice.
_NAMED = {code: name for code, name in LANGUAGES.items() if code != "iw"}
