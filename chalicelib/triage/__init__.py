"""Triage: what a post wants, whether it needs an answer, how soon, and which case it belongs to."""
