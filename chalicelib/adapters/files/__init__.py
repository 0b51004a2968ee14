"""Files that people write: brands, prompts, posts."""
