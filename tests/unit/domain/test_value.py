"""What every value promises."""

import pytest
from pydantic import ValidationError

from chalicelib.domain.post import Author


def test_an_error_never_repeats_what_it_was_given() -> None:
    with pytest.raises(ValidationError) as caught:
        Author.model_validate({"id": 7, "handle": "h", "name": "n", "told in private": "my card is 4711"})
    assert "4711" not in str(caught.value)
    assert "told in private" in str(caught.value)
