"""`make eval`: measures triage on the labelled sets, writes the report and prints it."""

import sys

from chalicelib.domain.errors import BadInputError
from evals.measuring import measure_all
from evals.page import page
from evals.plot import draw
from evals.report import PAGE, PICTURE, save
from evals.sets import data_folder
from evals.tables import table, targets


def main() -> int:
    """Measure, write, print; 2 where the sets are not there."""
    try:
        report = measure_all(data_folder(), lambda what: print(what, file=sys.stderr, flush=True))
    except BadInputError as problem:
        print(problem, file=sys.stderr)
        return 2
    save(report)
    draw(report, PICTURE)
    PAGE.write_text(page(report), encoding="utf-8")
    print(f"{table(report)}\n\n{targets(report)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
