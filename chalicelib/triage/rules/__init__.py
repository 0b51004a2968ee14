"""The rule-based classifier: word lists as data, and what is concluded from the words found."""
