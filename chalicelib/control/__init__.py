"""Control: the one switch, which desks are live, and what has to be true before they are."""
