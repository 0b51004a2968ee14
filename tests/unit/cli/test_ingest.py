"""`earshot ingest`, where it needs no deployment to refuse."""

import pytest
from click.testing import CliRunner

from chalicelib.domain.errors import BadInputError
from cli.ingest import ingest


def test_a_stream_that_can_be_read_only_once_is_refused() -> None:
    """The whole file is checked before any of it is kept."""
    with pytest.raises(BadInputError, match=r"--in: .* name a file"):
        CliRunner().invoke(
            ingest,
            ["--brand", "tarnhollow", "--in", "-"],
            input='{"id": "1", "text": "late"}',
            catch_exceptions=False,
            standalone_mode=False,
        )
