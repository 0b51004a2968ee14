"""Which fields of a post, and of those it refers to, are asked for."""

from typing import Any

POST_FIELDS = [
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "in_reply_to_user_id",
    "lang",
    "note_tweet",
    "referenced_tweets",
    "text",
]

HEARD: dict[str, Any] = {
    "tweet_fields": POST_FIELDS,
    # Who wrote it, and who wrote what it quotes: X's reply rule asks whether that was us.
    "expansions": ["author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"],
    "user_fields": ["name", "profile_image_url", "username"],
}
"""For what others said. X may bill the expansions as further reads."""

OWN: dict[str, Any] = {"tweet_fields": POST_FIELDS}
"""For what we said ourselves: nobody else needs to come along."""
