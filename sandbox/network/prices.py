"""What X bills, pay per use, in micro-dollars. Its deduplication of reads within a day is left out."""

POST_READ = 5_000
OWNED_READ = 1_000
USER_READ = 10_000
COUNTS = 5_000
CREATE = 15_000
CREATE_WITH_URL = 200_000
SUMMONED_REPLY = 10_000
