"""Posts that raise a risk flag, and near misses that do not. All are made up."""

from typing import NamedTuple


class Posts(NamedTuple):
    """Pairs of language and text. Brackwater is the brand."""

    raise_it: tuple[tuple[str, str], ...]
    do_not: tuple[tuple[str, str], ...]
