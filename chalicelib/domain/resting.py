"""What an approval of a case would rest on at this moment."""

from chalicelib.domain.approval import Basis, normal_text
from chalicelib.domain.case import Case
from chalicelib.domain.post import Post
from chalicelib.domain.ruling import Ruling


def basis_of(case: Case, parent: Post, ruling: Ruling, text: str) -> Basis:
    """Made when a person approves, and made again just before publishing to see what changed."""
    return Basis(
        brand=case.brand,
        account=ruling.account,
        parent=parent.ref,
        text=normal_text(text),
        lane=ruling.lane,
        post_version=parent.version,
        rules_version=ruling.rules_version,
        conversation_version=case.conversation_version,
    )
