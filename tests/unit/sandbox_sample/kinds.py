"""What each post of the sample is, as its writer meant it."""

KINDS: dict[str, tuple[str, ...]] = {
    "purchase intent": (
        *("t007", "t009", "t010", "t014", "t016", "t032"),
        *("t033", "t040", "t041", "t047", "t055", "t059"),
    ),
    "complaint": (
        *("t004", "t013", "t015", "t018", "t020", "t022", "t024", "t025", "t026", "t027"),
        *("t028", "t030", "t043", "t045", "t046", "t048", "t056"),
    ),
    "question": ("t011", "t017", "t029", "t037", "t039", "t050", "t053", "t054", "t058"),
    "praise": ("t002", "t003", "t005", "t008", "t035", "t051", "t052"),
    "noise": ("t001", "t012", "t019", "t034", "t060"),
    "spam": ("t006", "t023", "t036"),
    "abuse": ("t031",),
    "crisis": ("t057",),
    "injection": ("t021", "t038", "t042", "t044", "t049"),
}
AT_LEAST: dict[str, int] = {
    "purchase intent": 10,
    "complaint": 14,
    "question": 8,
    "praise": 6,
    "noise": 5,
    "spam": 3,
    "abuse": 1,
    "crisis": 1,
    "injection": 4,
}
RANT = ("t025", "t026", "t027", "t028", "t056")
"""Five posts of one author in one conversation."""
KEYWORD_ONLY = ("t014", "t032", "t059")
"""People who look for a jacket and name no brand."""
