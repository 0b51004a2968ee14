"""Links to the network's own pages. `site` is its address, without a slash at the end."""

from urllib.parse import urlencode

X_SITE = "https://x.com"


def reply_url(site: str, handle: str, post_id: str) -> str:
    """A post of a handle on the network."""
    return f"{site}/{handle}/status/{post_id}"


def profile_url(site: str, handle: str) -> str:
    """A person's or account's own page."""
    return f"{site}/{handle}"


def compose_url(site: str, in_reply_to: str, text: str) -> str:
    """X's web intent: opens the network's own reply box with the text filled in; a person posts it."""
    return f"{site}/intent/tweet?{urlencode({'in_reply_to': in_reply_to, 'text': text})}"
