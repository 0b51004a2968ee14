"""A person who works at a desk."""

from chalicelib.domain.value import Value


class Reviewer(Value):
    """Who is signed in, and the brands that they may see."""

    id: str
    name: str
    initials: str
    brands: tuple[str, ...]
