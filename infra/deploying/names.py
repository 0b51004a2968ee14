"""What the things of one stage are called on AWS."""

import re
from dataclasses import dataclass

from infra.deploying.errors import AskedWronglyError

STAGE = re.compile(r"[a-z0-9-]{1,20}")
LONGEST_BUCKET = 63  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
SECRETS = ("x", "model", "console")


@dataclass(frozen=True)
class Names:
    """The names of a stage in one account and region."""

    stage: str
    account: str
    region: str

    def __post_init__(self) -> None:
        if not STAGE.fullmatch(self.stage):
            raise AskedWronglyError(f"STAGE={self.stage}: a stage has 1 to 20 of a-z, 0-9 and '-'")
        if (excess := len(self.bucket) - LONGEST_BUCKET) > 0:
            longest = len(self.stage) - excess
            raise AskedWronglyError(
                f"STAGE={self.stage}: in {self.region} a stage has {longest} characters at most"
            )

    @property
    def stack(self) -> str:
        """The CloudFormation stack."""
        return f"earshot-{self.stage}"

    @property
    def table(self) -> str:
        """The table."""
        return f"earshot-{self.stage}"

    @property
    def bucket(self) -> str:
        """The bucket that keeps zips and templates. The account is part of it: names are global."""
        return f"earshot-{self.stage}-artefacts-{self.account}-{self.region}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets."""
        return tuple(self.secret(name) for name in SECRETS)

    def secret(self, name: str) -> str:
        """One secret's name."""
        return f"earshot/{self.stage}/{name}"
