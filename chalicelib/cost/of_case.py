"""What one case cost: its posts, its drafts, its replies, and its share of the machines."""

from collections import Counter
from decimal import Decimal

from chalicelib.cost import aws, model, x
from chalicelib.cost.bill import Amount, Bill, Group, Line, line
from chalicelib.cost.known import Known
from chalicelib.cost.measured import Doing
from chalicelib.cost.price_lists import XPrices
from chalicelib.domain.attempt import Reply
from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.draft.links import links_in
from chalicelib.ports import Dossier


def cost_of(dossier: Dossier, brand: Brand, known: Known) -> Bill:
    """The case's bill so far. Posts from a file cost nothing; erased ones are no longer counted."""
    prices = known.prices.x
    lines = [
        *_read(dossier.posts, brand, prices),
        *_posted(dossier.replies, prices),
        *_drafted(dossier, known),
        *aws.heard(_doings(dossier), known.prices.aws, known.measured, known.assumptions),
    ]
    return Bill(tuple(one for one in lines if one.worst.quantity))


def _read(posts: tuple[Post, ...], brand: Brand, prices: XPrices) -> list[Line]:
    kinds = {search.id: search.kind for search in brand.searches}
    heard = Counter(kinds[post.found_by] for post in posts if post.found_by in kinds)
    lines = []
    for kind, count in heard.items():
        price = x.price_of(kind, prices)
        likely, worst = Amount(Decimal(count), price), Amount(Decimal(count * x.TWICE), price)
        lines.append(Line(Group.X, f"posts heard by {kind.value}", likely, worst, "at worst bought twice"))
    return [*lines, x.authors(Decimal(heard.total() * x.TWICE), prices)]


def _posted(replies: tuple[Reply, ...], prices: XPrices) -> list[Line]:
    """A reply by hand costs the one reading by which it was seen."""
    ours = [reply for reply in replies if not reply.by_hand]
    linked = Decimal(sum(bool(links_in(reply.text)) for reply in ours))
    return [
        *x.replies(len(ours) - linked, linked, prices),
        x.looked_up(Decimal(len(ours)), prices),
        line(Group.X, "our own post read, to see it", len(replies) - len(ours), prices.owned_read),
    ]


def _drafted(dossier: Dossier, known: Known) -> list[Line]:
    given = Decimal(sum(draft.usage.prompt_tokens for draft in dossier.drafts))
    written = Decimal(sum(draft.usage.completion_tokens for draft in dossier.drafts))
    return model.drafted(given, written, known.prices.models, known.model)


def _doings(dossier: Dossier) -> dict[Doing, Decimal]:
    """What was done, as far as the case itself tells; each at its measured effort."""
    posts = len(dossier.posts)
    opened = sum(event.what == "claimed" for event in dossier.events)
    by_hand = sum(reply.by_hand for reply in dossier.replies)
    counts = {
        Doing.HEARD: posts,
        Doing.OPENED: 1,
        Doing.JOINED: max(0, posts - 1),
        Doing.DRAFTED: len(dossier.drafts),
        Doing.LOOKED_AT: opened,
        Doing.APPROVED: len(dossier.approvals),
        Doing.PUBLISHED: len(dossier.attempts),
        Doing.RECOGNISED: by_hand,
    }
    return {doing: Decimal(count) for doing, count in counts.items()}
