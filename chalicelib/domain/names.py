"""How things are named in a brand's file."""

from typing import Annotated

from pydantic import StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Handle = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,15}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
# What people call a thing in a post.
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
# A line for people: a rule's name, a reason.
Line = Annotated[str, StringConstraints(pattern=r"^\S.{0,118}\S$")]
