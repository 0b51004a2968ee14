"""How well triage does on labelled posts that it never learned from: `make eval`. Never shipped."""
