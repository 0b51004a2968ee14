"""Why a person posts nothing: the reasons to choose from, and which of them tell about the draft."""

NOT_OUR_VOICE = "The draft does not sound like us"
SAYS_WRONG = "The draft says something wrong"
NOT_KNOWN = "We have no answer to this"

REASONS = (
    "Needs no reply",
    "Not about us",
    "Already answered elsewhere",
    "Too sensitive to answer in public",
    "Spam or bait",
    "Too late to help",
    NOT_KNOWN,
    SAYS_WRONG,
    NOT_OUR_VOICE,
)
OTHER = "Other (say which)"

# What whoever keeps voice and knowledge can do something about.
TELL_OF_A_GAP = frozenset({NOT_KNOWN, SAYS_WRONG, NOT_OUR_VOICE})


def listed(why: str) -> str:
    """The reason of the list that was chosen, without the person's own words; `OTHER` for these alone."""
    chosen = why.partition(": ")[0].strip()
    return chosen if chosen in REASONS else OTHER
