"""What a browser sends with a form."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from chalicelib.domain.errors import BadInputError

# A document of 200 KB, three bytes for each once it is encoded; more than this is not one of our forms.
LONGEST_BODY = 640 * 1024
# A voice has a note for each language.
MOST_FIELDS = 48


@dataclass(frozen=True)
class Form:
    """The fields of a form; of a repeated field the last value counts."""

    fields: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field, empty when it was not sent; line ends as people mean them."""
        return self.fields.get(name, "").replace("\r\n", "\n")

    def ticked(self, prefix: str) -> frozenset[str]:
        """What is named by the boxes that were ticked: their fields' names after the prefix."""
        return frozenset(name.removeprefix(prefix) for name in self.fields if name.startswith(prefix))

    def number(self, name: str) -> int:
        """A whole number. Raises BadInputError when it is none."""
        try:
            return int(self.fields.get(name, ""))
        except ValueError:
            raise BadInputError(f"the form's field {name!r} is not a number: open the case again") from None


def parse(body: bytes | str) -> Form:
    """A form body (`application/x-www-form-urlencoded`, UTF-8). Raises BadInputError when it is not."""
    raw = body.encode() if isinstance(body, str) else body
    if len(raw) > LONGEST_BODY:
        raise BadInputError(
            f"the form has {len(raw)} bytes, at most {LONGEST_BODY} are read: shorten the text"
        )
    try:
        fields = parse_qs(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise BadInputError("the form cannot be read: go back, and send it again") from None
    return Form({name: values[-1] for name, values in fields.items()})
