"""What one case cost: its posts, its drafts, its replies, its share of the machines."""

from chalicelib.cost.bill import Bill, Group, Line
from chalicelib.cost.of_case import cost_of
from chalicelib.domain.draft import Usage
from chalicelib.domain.post import Post
from chalicelib.ports import Dossier
from tests.support.rig import BRAND
from tests.support.values import a_case, a_draft, a_post, a_reply, an_approval, an_attempt
from tests.unit.cost.known import known


def a_dossier(*found_by: str | None) -> Dossier:
    posts = tuple(
        a_post(str(1001 + number)).model_copy(update={"found_by": search})
        for number, search in enumerate(found_by)
    )
    return Dossier(case=a_case(), posts=posts, drafts=(a_draft(),))


def the(bill: Bill, what: str) -> Line:
    (found,) = [one for one in bill.lines if one.what == what]
    return found


def test_a_post_costs_by_the_search_that_heard_it() -> None:
    bill = cost_of(a_dossier("mentions-care", "untagged", "untagged"), BRAND, known())
    assert the(bill, "posts heard by mentions").likely.money == 1_000
    assert the(bill, "posts heard by search").likely.money == 10_000
    assert the(bill, "posts heard by search").worst.money == 20_000
    assert the(bill, "the authors of these posts").worst.money == 3 * 2 * 10_000


def test_a_post_from_a_file_cost_nothing() -> None:
    bill = cost_of(a_dossier(None, "a-search-that-is-gone"), BRAND, known())
    assert bill.of(Group.X).lines == ()


def test_replies_cost_by_whether_they_hold_a_link_and_those_by_hand_almost_nothing() -> None:
    dossier = a_dossier("untagged")
    linked = a_reply(post_id="7002").model_copy(update={"text": "See https://tarnhollow.example/help"})
    by_hand = a_reply(post_id="7003").model_copy(update={"by_hand": True})
    replies = (a_reply(), linked, by_hand)
    bill = cost_of(Dossier(case=dossier.case, posts=dossier.posts, replies=replies), BRAND, known())
    assert the(bill, "replies posted").likely.money == 10_000
    assert the(bill, "replies posted that hold a link").likely.money == 200_000
    assert the(bill, "posts read again before the answer").likely.money == 10_000
    assert the(bill, "our own post read, to see it").likely.money == 1_000


def test_tokens_are_those_that_its_drafts_took() -> None:
    usage = Usage(prompt_tokens=3_000, completion_tokens=200)
    drafts = tuple(a_draft(id=f"draft-{n}").model_copy(update={"usage": usage}) for n in range(2))
    dossier = Dossier(case=a_case(), drafts=drafts)
    bill = cost_of(dossier, BRAND, known("gpt-4o-mini"))
    assert the(bill, "tokens given to gpt-4o-mini").likely.money == 900
    assert the(bill, "tokens written by gpt-4o-mini").likely.money == 240
    (given, written) = cost_of(dossier, BRAND, known("house-model")).unpriced
    assert given.likely.quantity + written.likely.quantity == 6_400


def test_an_offline_draft_took_no_tokens() -> None:
    assert cost_of(a_dossier("untagged"), BRAND, known("gpt-4o-mini")).of(Group.MODEL).lines == ()


def test_the_machines_share_grows_with_what_was_done() -> None:
    one = a_dossier("untagged")
    heard: tuple[Post, ...] = one.posts
    more = Dossier(
        case=one.case,
        posts=heard,
        drafts=one.drafts,
        approvals=(an_approval(),),
        attempts=(an_attempt(),),
    )
    quiet, busy = (cost_of(each, BRAND, known()).of(Group.VOLUME) for each in (one, more))
    assert 0 < quiet.likely < busy.likely
