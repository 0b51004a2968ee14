"""What the small model of triage is made from, and what makes it: `make model`. Never shipped."""
