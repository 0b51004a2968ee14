"""docs/evaluation.md, wholly made from the report."""

from evals.measured import EVERY
from evals.report import Report
from evals.tables import table, targets

_ABOUT = """\
# How well triage judges

Written by `make eval`, which needs the labelled sets in the folder that `EARSHOT_DATA` names; do not edit
it. The same figures, with all intervals, are in [evals/report.json](../evals/report.json). No post of these
sets is in this repository.

**What was seen of them.** None was trained on, but for spam, whose licence allows it: seven in ten of its
messages teach, and only others measure, without those that repeat a taught one (they would have been a
tenth of the rest, and a fifth of its spam). A few choices were made
looking at the sets, such as where the heads for complaints and for needing a reply begin to say yes;
the [model card](model-card.md) lists them all. So the figures are not wholly blind.

## How to read the table

- **Who.** `together` is what runs in the product without a language model; other stages, where listed,
  stand alone. The stand-ins are what could be picked instead: a keyword list (`evals/keywords.py`), VADER
  with its own thresholds (negative taken as a complaint that needs a reply), and PyPI's `intent-score` from
  its "medium" on. All three know English only, so in other languages they show what an English tool does
  there, not what a translated one would.
- **How strong the stand-ins are.** The keyword list was written once and never adjusted; it is weaker than
  the published keyword rules for complaints and purchase, so a claim to beat keywords has to beat those.
  VADER gets posts without handles: its lexicon holds "united", which made every post to one airline sound
  pleased and cost it six points; without them it agrees with the figure published for it. `intent-score` is
  written for people who look for software, and nearly none of its rules match posts on a phone; its figure
  here is no judgement on its own field.
- **Figures** are percent. With two labels, precision, recall and AUC are those of the first: complaint,
  purchase_intent, spam. With three sentiments precision and recall are means, AUC is that of negative
  against the rest. Where every post of a part has the same label, the figure is the share told rightly,
  marked %.
- **Intervals** are the middle 95 % of {resamples:,} bootstrap resamples with a fixed seed. A small part has
  a wide one: do not compare domains by their figures alone.
- **ECE** is how far stated chances are from what held (ten bins): of the intent's score, and of the
  verdict's confidence. A set knows one intent only, so confidence counts as right whenever that one was
  rightly seen or rightly not seen; mistakes between the other intents stay hidden.
- **Published** figures stand beside for the same tasks. Their splits differ from ours, and some were
  trained inside the set, so they place a figure rather than rank it. They are gathered in `EARSHOT_DATA`'s
  README.
- **Purchase** leaves out the posts labelled `undefined`. `purchase or praise` counts our `praise` as
  purchase intent too, because that set labels an owner's joy ("love my phone") as purchase intent. To us
  who has bought is not buying: the desk that sells should not write to them. The second line shows how far
  that disagreement goes; the target is the first.
- **Brand posts only** leaves out `random_tweet`, posts that have nothing to do with a brand.
- **sentiment8**: each post is judged with its language's tag; the set's untagged part repeats the same
  posts.

Each test run measures `together` again
({thinned})
and fails when a main figure has fallen by more than one point.

## Figures

"""

_PICTURE = """
## Calibration

![Stated chances against what held, of the intent's score and of the confidence](figures/reliability.svg)

## Targets

`together`, no language model; what it has seen of the sets stands at the top:

"""


def page(report: Report) -> str:
    """The whole document."""
    thinned = ", ".join(f"every {_ORDINALS[every]} row of {name}" for name, every in EVERY.items())
    about = _ABOUT.format(resamples=report.resamples, thinned=thinned)
    return f"{about}{table(report)}\n{_PICTURE}{targets(report)}\n"


_ORDINALS = {2: "second", 3: "third", 4: "fourth"}
