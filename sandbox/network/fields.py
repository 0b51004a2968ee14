"""The fields and expansions that a request may ask for."""

from dataclasses import dataclass

from sandbox.network import problems
from sandbox.network.parameters import Args


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


POST_FIELDS = _set(
    "article attachments author_id card_uri community_id context_annotations conversation_id created_at "
    "display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang "
    "matched_media_notes media_metadata non_public_metrics note_request_suggestions note_tweet "
    "organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics referenced_tweets "
    "reply_settings scopes source suggested_source_links suggested_source_links_with_counts text withheld "
    "note_post referenced_posts edit_history_post_ids"
)
USER_FIELDS = _set(
    "affiliation confirmed_email connection_status created_at description entities id is_identity_verified "
    "location most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url "
    "protected public_metrics receives_your_dm subscription subscription_type url username verified "
    "verified_followers_count verified_type withheld"
)
EXPANSIONS = _set(
    "article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet "
    "attachments.poll_ids author_id edit_history_tweet_ids entities.mentions.username geo.place_id "
    "in_reply_to_user_id entities.note.mentions.username referenced_tweets.id "
    "referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id referenced_posts.id "
    "referenced_posts.id.author_id edit_history_post_ids affiliation.user_id most_recent_tweet_id "
    "pinned_tweet_id"
)
_NEW_TO_OLD = {
    "note_post": "note_tweet", "referenced_posts": "referenced_tweets",
    "edit_history_post_ids": "edit_history_tweet_ids", "referenced_posts.id": "referenced_tweets.id",
    "referenced_posts.id.author_id": "referenced_tweets.id.author_id",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """The fields and expansions asked for, under the names that tweepy knows."""

    post: frozenset[str]
    user: frozenset[str]
    expansions: frozenset[str]


def wanted(args: Args) -> Wanted:
    """Fields and expansions; raises Problem for a name that X does not have."""
    post = _names(args, "tweet.fields", POST_FIELDS) | _names(args, "post.fields", POST_FIELDS)
    return Wanted(post, _names(args, "user.fields", USER_FIELDS), _names(args, "expansions", EXPANSIONS))


def _names(args: Args, parameter: str, known: frozenset[str]) -> frozenset[str]:
    names = frozenset(args.get(parameter, "").split(",")) - {""}
    if unknown := sorted(names - known):
        list_of_known = ",".join(sorted(known))
        message = f"The `{parameter}` query parameter value [{unknown[0]}] is not one of [{list_of_known}]"
        raise problems.invalid(parameter, unknown[0], message)
    return frozenset(_NEW_TO_OLD.get(name, name) for name in names)
