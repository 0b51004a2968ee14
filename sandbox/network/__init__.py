"""The sandbox network: X's API v2 protocol on loopback, for training, demos, rehearsals and tests.

Everybody on it is made up. It is never deployed. The way in is `sandbox.network.server.NetworkServer`
around a `sandbox.network.network.Network`.

What it leaves out on purpose: OAuth1 signatures are not verified (any token `sandbox-<handle>` acts as
that handle), reads are not deduplicated for billing, and there are no reposts, media or polls.
"""
