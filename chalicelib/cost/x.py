"""What X bills: posts read, twice at worst, and replies posted.

X bills no answer without a post, so listening in silence is free.
"""

from decimal import Decimal

from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.bill import MINUTES, Amount, Group, Line, line
from chalicelib.cost.month import Month
from chalicelib.cost.price_lists import XPrices
from chalicelib.domain.brand import SearchKind
from chalicelib.domain.money import Price

DAY_SECONDS = 86_400
TWICE = 2
NONE = Decimal(0)


def lines(month: Month, prices: XPrices, assumptions: Assumptions) -> list[Line]:
    """A month of a brand: one line a search, the authors, the replies, and the reads around them."""
    linked = month.published * month.shares.with_a_link / 100
    return [
        *_heard(month, prices, assumptions),
        authors(month.posts * TWICE, prices),
        *replies(month.published - linked, linked, prices),
        looked_up(month.published, prices),
        _own(month, prices, assumptions),
    ]


def price_of(kind: SearchKind, prices: XPrices) -> Price:
    """A post that mentions our account is ours to read for less."""
    return prices.owned_read if kind is SearchKind.MENTIONS else prices.post_read


def authors(reads: Decimal, prices: XPrices) -> Line:
    """Whether X bills the expansion that tells who wrote a post is not known: nothing, or all of them."""
    likely, worst = Amount(NONE, prices.author_read), Amount(reads, prices.author_read)
    return Line(Group.X, "the authors of these posts", likely, worst, "only if X bills the expansion")


def replies(plain: Decimal, linked: Decimal, prices: XPrices) -> list[Line]:
    """Replies by the API: summoned, since only who addressed us is answered so; at worst as any post."""
    likely, worst = Amount(plain, prices.summoned_reply), Amount(plain, prices.create)
    note = "as summoned; at worst as any post"
    return [
        Line(Group.X, "replies posted", likely, worst, note),
        line(Group.X, "replies posted that hold a link", linked, prices.create_with_url),
    ]


def looked_up(count: Decimal, prices: XPrices) -> Line:
    """Each post is read once more right before it is answered."""
    post, author = prices.post_read, prices.author_read
    both = Price(usd=post.usd / post.per + author.usd / author.per, unit="post with its author")
    likely, worst = Amount(count, post), Amount(count, both)
    return Line(Group.X, "posts read again before the answer", likely, worst, "with its author at worst")


def _heard(month: Month, prices: XPrices, assumptions: Assumptions) -> list[Line]:
    """Every post is read twice. X says that the same post is billed once a UTC day, so likely only what is
    heard at its end is bought again."""
    tail = Decimal(assumptions.tail_of_day) * Decimal(month.overlap.total_seconds()) / DAY_SECONDS
    note = "each is read twice; the second time within the same UTC day is said to be free"
    found = []
    for search in month.brand.searches:
        posts, price = month.volume.posts[search.id], price_of(search.kind, prices)
        likely, worst = Amount(posts * (1 + tail), price), Amount(posts * TWICE, price)
        found.append(Line(Group.X, f"posts read by {search.id}", likely, worst, note))
    return found


def _own(month: Month, prices: XPrices, assumptions: Assumptions) -> Line:
    """Our own posts are read to see a handed-off reply: at worst all since the hand-off, at each look, though
    not more often than once a sweep."""
    meanwhile = (month.published + month.handed_off) * assumptions.hand_off_minutes / MINUTES
    readings = min(month.handed_off * assumptions.looks_a_hand_off, Decimal(MINUTES))
    likely = Amount(month.handed_off, prices.owned_read)
    worst = Amount(readings * (1 + meanwhile), prices.owned_read)
    note = f"{assumptions.looks_a_hand_off} looks for each; one that sees no post is free"
    return Line(Group.X, "our own posts read, to see what was posted by hand", likely, worst, note)
