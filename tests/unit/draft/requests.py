"""Ready-made requests to draft for, with the sample brand's prompts."""

from functools import cache

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.post import Author, Post
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import DraftRequest
from tests.conftest import ROOT
from tests.support.values import a_post, a_verdict

PROMPTS = ROOT / "prompts"


@cache
def sample() -> Prompts:
    """The prompts of the brand that comes with Earshot."""
    return read_prompts(PROMPTS, read_brand(PROMPTS / "brands" / "tarnhollow.yaml"))


def a_request(
    text: str = "my parcel is late",
    *,
    id: str = "1001",
    name: str = "Wren Addlestone",
    handle: str = "wren_a",
    verdict: Verdict | None = None,
    desk: str = "support",
    prompts: Prompts | None = None,
    max_length: int = 280,
    replies: tuple[str, ...] = (),
) -> DraftRequest:
    """One post by one author for a desk of the sample brand; an English complaint unless said otherwise."""
    brand = (prompts or sample()).brand
    post: Post = a_post(id=id, text=text, author=Author(id="1", handle=handle, name=name))
    verdict = verdict or a_verdict()
    account = brand.desks[desk].accounts[0]
    return DraftRequest(
        brand=brand,
        desk=desk,
        account=account,
        posts=(post,),
        verdict=verdict,
        max_length=max_length,
        replies=replies,
    )


def in_language(lang: str, intent: Intent = Intent.COMPLAINT) -> Verdict:
    """A verdict in a language."""
    return a_verdict(intent, lang=lang)
