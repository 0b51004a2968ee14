"""One YAML file a network."""
