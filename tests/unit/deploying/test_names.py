"""A stage's names, and the stages that cannot be named."""

import pytest

from infra.deploying.errors import AskedWronglyError
from infra.deploying.names import Names
from tests.unit.deploying.samples import NAMES


def test_everything_carries_the_stage() -> None:
    assert NAMES.stack == NAMES.table == "earshot-dev"
    assert NAMES.bucket == "earshot-dev-artefacts-111122223333-eu-central-1"
    assert NAMES.secrets == ("earshot/dev/x", "earshot/dev/model", "earshot/dev/console")


@pytest.mark.parametrize("stage", ["", "Prod", "a b", "a" * 21, "prod_1", "dev/x"])
def test_a_stage_that_cannot_be_part_of_a_name_is_refused(stage: str) -> None:
    with pytest.raises(AskedWronglyError, match="1 to 20"):
        Names(stage, "111122223333", "eu-central-1")


def test_a_stage_too_long_for_a_buckets_name_is_refused_with_the_length_that_fits() -> None:
    fits = Names("a" * 17, "111122223333", "ap-southeast-2")
    assert len(fits.bucket) == 63
    with pytest.raises(AskedWronglyError, match="17 characters at most"):
        Names("a" * 18, "111122223333", "ap-southeast-2")
