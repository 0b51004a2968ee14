"""What X bills for a month of a brand: posts read, twice at worst, and replies posted."""

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
    """One line a search, the authors, the replies, and the reads around them. Listening in silence is free:
    X bills no answer without a post."""
    heard, around = _heard(month, prices, assumptions), _around(month, prices, assumptions)
    return [*heard, *_replies(month, prices), *around]


def _heard(month: Month, prices: XPrices, assumptions: Assumptions) -> list[Line]:
    """Every post is read twice. X says that the same post is billed once a UTC day, so likely only what is
    heard at its end is bought again."""
    tail = Decimal(assumptions.tail_of_day) * Decimal(month.overlap.total_seconds()) / DAY_SECONDS
    found = []
    for search in month.brand.searches:
        posts = month.volume.posts[search.id]
        price = prices.owned_read if search.kind is SearchKind.MENTIONS else prices.post_read
        found.append(
            Line(
                Group.X,
                f"posts read by {search.id}",
                Amount(posts * (1 + tail), price),
                Amount(posts * TWICE, price),
                "each is read twice; the second time within the same UTC day is said to be free",
            )
        )
    authors = Line(
        Group.X,
        "the authors of these posts",
        Amount(NONE, prices.author_read),
        Amount(month.posts * TWICE, prices.author_read),
        "only if X bills the expansion that tells who wrote a post",
    )
    return [*found, authors]


def _replies(month: Month, prices: XPrices) -> list[Line]:
    linked = month.published * month.shares.with_a_link / 100
    plain = month.published - linked
    return [
        Line(
            Group.X,
            "replies posted",
            Amount(plain, prices.summoned_reply),
            Amount(plain, prices.create),
            "summoned, since only who addressed us is answered by the API; at worst billed as any post",
        ),
        line(Group.X, "replies posted that hold a link", linked, prices.create_with_url),
    ]


def _around(month: Month, prices: XPrices, assumptions: Assumptions) -> list[Line]:
    """The post is read once more before it is answered; our own posts are read to see a handed-off reply."""
    own_posts = (month.published + month.handed_off) * assumptions.hand_off_minutes / MINUTES
    looks = month.handed_off * assumptions.looks_a_hand_off
    return [
        Line(
            Group.X,
            "posts read again before they are answered",
            Amount(month.published, prices.post_read),
            Amount(month.published, _both(prices)),
            "with its author at worst",
        ),
        Line(
            Group.X,
            "our own posts read, to see what was posted by hand",
            Amount(month.handed_off, prices.owned_read),
            Amount(looks * (1 + own_posts), prices.owned_read),
            f"{assumptions.looks_a_hand_off} looks for each; a look that sees no post is free",
        ),
    ]


def _both(prices: XPrices) -> Price:
    post, author = prices.post_read, prices.author_read
    return Price(usd=post.usd / post.per + author.usd / author.per, unit="post with its author")
