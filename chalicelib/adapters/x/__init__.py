"""X, through tweepy. `network` imports tweepy (240 ms): only functions that talk to X should import it."""

from chalicelib.adapters.x.credentials import AccountKeys, XCredentials, sandbox_credentials

__all__ = ["AccountKeys", "XCredentials", "sandbox_credentials"]
