"""Cases that a brand's voice must pass: a post, its surroundings, and what a draft must and must not say."""
