"""A person who works at a desk."""

from chalicelib.domain.value import Value


class Reviewer(Value):
    """Who is signed in, and the brands that they may see.

    `admin`: they may let a desk go live and start again what was stopped. Stopping is anybody's.
    """

    id: str
    name: str
    initials: str
    brands: tuple[str, ...]
    admin: bool = False


# Not validated, which would build a validator at the start of each function.
TOKEN_ADMIN = Reviewer.model_construct(id="admin", name="Admin", initials="AD", brands=(), admin=True)
"""Whoever signed in with the deployment's token; they see every brand that there is at the moment."""
