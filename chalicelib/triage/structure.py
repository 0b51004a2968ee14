"""What a post is by who wrote it and where else it stands, whatever it says."""

from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Said, Stage, Verdict
from chalicelib.triage.rules.risk import needs_a_person


def is_own(brand: Brand, post: Post) -> bool:
    """Whether one of the brand's own accounts wrote it."""
    return post.author.handle.lower() in brand.handles


def aside_for(brand: Brand, post: Post, verdict: Verdict) -> str | None:
    """Why nobody waits for an answer to it, if so. A danger or a threat is looked at whoever wrote it.

    The same words from many may be a campaign of real customers: what is addressed to us is never put aside
    for being a copy.
    """
    if needs_a_person(verdict.risk):
        return None
    if post.author.handle.lower() in brand.machines:
        return f"@{post.author.handle} is on the list of accounts that post by machine"
    if post.copy_of and not any(map(post.addresses, brand.handles)):
        return "repeats another author's post word for word"
    return None


def put_aside(verdict: Verdict, why: str) -> Verdict:
    """The verdict without need of a reply, settled by structure."""
    rest = tuple(said for said in verdict.stages if said.stage is not Stage.STRUCTURE)
    settled = Said(stage=Stage.STRUCTURE, what=why)
    return verdict.model_copy(
        update={
            "needs_reply": False,
            "urgency": 0.0,
            "why": (why, *verdict.why[:4]),
            "stages": (settled, *rest),
        }
    )
