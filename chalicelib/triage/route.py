"""Which desk a post belongs to."""

from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.triage.judge import ABOUT_AN_ORDER

SALES, SUPPORT = "sales", "support"


def found_for(brand: Brand, post: Post) -> str:
    """The desk of the search that found the post, else of the first whose account it addresses."""
    for search in brand.searches:
        if search.id == post.found_by:
            return search.desk
    for search in brand.searches:
        if search.account and post.addresses(search.account):
            return search.desk
    return next(iter(brand.desks))


def desk_for(verdict: Verdict, search_desk: str, brand: Brand) -> str:
    """Who answers: buyers go to sales, grievances and orders to support, the rest stays as found."""
    wanted = search_desk
    if verdict.intent is Intent.PURCHASE_INTENT:
        wanted = SALES
    elif verdict.intent is Intent.COMPLAINT or _asks_about_an_order(verdict):
        wanted = SUPPORT
    return wanted if wanted in brand.desks else search_desk


def _asks_about_an_order(verdict: Verdict) -> bool:
    about = any(reason.startswith(ABOUT_AN_ORDER) for reason in verdict.why)
    return verdict.intent is Intent.QUESTION and about
