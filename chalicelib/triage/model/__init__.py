"""The small model: what a post wants and how its author feels, from its words alone."""
