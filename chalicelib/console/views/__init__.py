"""View models: what a page shows, worked out, so that templates hold no logic. Pure functions make them."""
