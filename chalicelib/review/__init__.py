"""Review: a person edits, approves, rejects or hands off. The only room that makes an Approval."""
