"""Taking out of a post's text what tells who people are, so that it can serve as an example."""

import re

HANDLE, LINK, EMAIL, NUMBER = "@someone", "[link]", "[e-mail]", "[number]"

_EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,190}\.[^\W\d_]{2,24}")
_LINK = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,12}/\S*", re.IGNORECASE
)
_HANDLE = re.compile(r"[@＠][\w.]{1,40}")
# An order number has letters too; digits may be of any script.
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)*|\d+")
# What a telephone number is left as. A run of signs is looked at from its beginning only, once.
_SEVERAL = re.compile(
    r"(?<![+#(])(?:[+#(]*\[number\](?:[ \u00a0\u202f+#().,:/-]*\[number\])+|[+#(]+\[number\]\)*)"
)


def masked(text: str) -> str:
    """The text with handles, links, e-mail addresses and numbers replaced by placeholders."""
    # Numbers are taken out last, so that no half of a link or address is left.
    for what, placeholder in ((_EMAIL, EMAIL), (_LINK, LINK), (_HANDLE, HANDLE)):
        text = what.sub(placeholder, text)
    text = _WORD.sub(lambda one: NUMBER if any(char.isdecimal() for char in one[0]) else one[0], text)
    return _SEVERAL.sub(NUMBER, text)
