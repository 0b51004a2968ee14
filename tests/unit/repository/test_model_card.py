"""The model card says what the report, the posts, the files and the code say today."""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from bench.documents import DOCS, read_table
from chalicelib.domain.verdict import Addressed, Intent
from chalicelib.triage.judge import judge
from chalicelib.triage.model.small import FILES, META, WEIGHTS, chance, small_model
from chalicelib.triage.model.together import (
    ADDRESSED,
    AMOUNTS,
    COMPLAINT,
    FIRST,
    HARMLESS,
    NEED,
    NEGATIVE,
    POSITIVE,
    PURCHASE,
    RULES_FOR,
    together,
)
from chalicelib.triage.rules.lexicon import KINDS, LANGUAGES
from chalicelib.triage.second import UNSURE_OF_A_REPLY, UNSURE_OF_NONE
from evals.report import Line, load
from evals.stages import STAGES, TOGETHER, structure_and_rules
from evals.targets import TARGETS
from evals.tasks import ALL, MEAN, MEAN_OF
from tests.conftest import ROOT
from tests.unit.repository.test_documents import codes
from training.posts import PUBLIC, SPAM_TAUGHT, read_posts, read_spam

CARD = (DOCS / "model-card.md").read_text()
DECISION = (DOCS / "decisions" / "0027-a-small-linear-model-ships-in-the-zip.md").read_text()
REPORT = load()
POSTS = read_posts()
# The stage that is left where the model is switched off, as the evaluation names it.
(RULES,) = (stage.name for stage in STAGES if stage.answer is structure_and_rules)
LEXICON = ROOT / "training" / "lexicon"
# Kinds of posts that are no hard negatives.
ORDINARY = {"plain", "everyday"}
# Nobody says so much in the same words by chance.
WORDS_IN_A_ROW = 9

Rows = dict[str, list[str]]


def said(text: str, document: str = CARD) -> bool:
    """Whether the document says it, however its lines are broken."""
    return " ".join(text.split()) in " ".join(document.split())


def rows(name: str) -> Rows:
    """A table of the card: the cells of each row by its first."""
    lines = read_table("model-card.md", name).splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {first: rest for first, *rest in cells}


def line_of(task: str, part: str, judge: str = TOGETHER) -> Line:
    """What the report says of triage without a language model."""
    (line,) = (one for one in REPORT.lines if (one.task, one.part, one.judge) == (task, part, judge))
    return line


def constant(path: str, name: str) -> object:
    """A constant that is written out in a file which needs the packages of the training."""
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                for one, value in zip(names, values, strict=False):
                    if isinstance(one, ast.Name) and one.id == name:
                        return ast.literal_eval(value)
    raise AssertionError(f"{path} sets no {name}")


def by_language() -> Rows:
    """Posts in each language, the most first."""
    langs = Counter(post.lang for post in POSTS)
    found = {}
    for lang, count in sorted(langs.items(), key=lambda one: (-one[1], one[0])):
        own = [post for post in POSTS if post.lang == lang]
        everyday = sum(post.business == "everyday" for post in own)
        mains = Counter(post.intents[0] for post in own)
        found[f"`{lang}`"] = [f"{one:,}" for one in (count, everyday, *(mains[intent] for intent in Intent))]
    return found


def by_business() -> Rows:
    """Posts for each line of business, and how many need a reply."""
    count = Counter(post.business.value for post in POSTS)
    need = Counter(post.business.value for post in POSTS if post.needs_reply)
    return {f"`{one}`": [f"{posts:,}", f"{need[one]:,}"] for one, posts in count.most_common()}


def by_kind() -> Rows:
    """Hard kinds of posts."""
    kinds = Counter(post.kind for post in POSTS if post.kind not in ORDINARY)
    return {f"`{kind}`": [f"{posts:,}"] for kind, posts in kinds.most_common()}


def word_lists() -> Rows:
    """Entries of each language's lists, and words with a feeling."""
    found = {}
    for lang in (*LANGUAGES, "common", "commands"):
        lists = yaml.safe_load((LEXICON / f"{lang}.yaml").read_text(encoding="utf-8"))
        entries = [re.split(r"[,\n]", block) for kind, block in lists.items() if kind in KINDS]
        feelings = LEXICON / "feelings" / f"{lang}.tsv"
        lines = feelings.read_text(encoding="utf-8").splitlines() if feelings.exists() else []
        told = sum(bool(entry.strip()) for block in entries for entry in block)
        found[f"`{lang}`"] = [f"{told:,}", f"{len(lines):,}"]
    return found


def sizes() -> Rows:
    """What ships, in KB of 1,000 bytes."""
    lists = sum(path.stat().st_size for path in FILES.glob("words.*.json"))
    weights, meta = (FILES / WEIGHTS).stat().st_size, (FILES / META).stat().st_size
    each = {f"`{WEIGHTS}`": weights, f"`{META}`": meta, "`words.*.json`": lists}
    each["together"] = sum(each.values())
    return {name: [f"{round(size / 1000):,}"] for name, size in each.items()}


def interval(low: float, high: float) -> str:
    """An interval as the evaluation writes it."""
    return f"[{low:.1f}, {high:.1f}]"


def targets() -> Rows:
    """The targets, met or not."""
    return {
        one.what: [
            f"{one.target:g}",
            f"{one.figure:.2f}",
            interval(one.interval.low, one.interval.high),
            "met" if one.met else f"missed by {one.target - one.figure:.2f}",
        ]
        for one in REPORT.targets
    }


def sentiment() -> Rows:
    """Sentiment by language, the five of the target first."""
    lines = {part: line_of("sentiment8", part) for part in (*MEAN_OF, MEAN, "it", "ar", "hi")}
    return {
        f"`{part}`" if len(part) == 2 else part: [
            f"{line.figure:.1f}",
            interval(line.interval.low, line.interval.high),
        ]
        for part, line in lines.items()
    }


def with_and_without() -> Rows:
    """The figures of the targets' parts, and what structure and word lists reach alone."""
    found = {}
    for one in TARGETS:
        without = line_of(one.task, one.part, RULES)
        name = f"{one.task}, {one.part}" if one.part != ALL else one.task
        found[name] = [f"{line_of(one.task, one.part).figure:.1f}", f"{without.figure:.1f}"]
    return found


def confidence() -> Rows:
    """How far the stated confidence is from what held, where a set tells it."""
    lines = [line for line in REPORT.lines if line.part == ALL and line.judge == TOGETHER]
    off = {line.task: line.ece_of_confidence for line in lines}
    return {task: [f"{points:.1f}"] for task, points in off.items() if points is not None}


def looked_at() -> Rows:
    """What was chosen with the labelled sets in view, as the code has it."""
    begins = small_model().thresholds
    nothing: Mapping[str, float] = dict.fromkeys((COMPLAINT, PURCHASE, NEED, NEGATIVE, POSITIVE), 0.0)
    found: Mapping[str, float] = dict.fromkeys(AMOUNTS, 0.0)

    def adds(amount: str, head: str) -> str:
        return f"{together(nothing, {**found, amount: 1.0})[head] - together(nothing, found)[head]:g}"

    def from_on(head: str) -> str:
        return f"{begins[head]:g}: {chance(begins[head]):.0%}".replace("%", " %").replace("-", "−")

    assert adds(HARMLESS, NEGATIVE) == f"-{adds(HARMLESS, POSITIVE)}"
    assert adds(RULES_FOR[COMPLAINT], COMPLAINT) == adds(RULES_FOR[PURCHASE], PURCHASE)
    business, freely = (constant("training/fit.py", name) for name in ("BUSINESS_COUNTS", "C_OF_FEELINGS"))
    return {
        "from which log-odds on a post is a complaint": [from_on(COMPLAINT)],
        "from which log-odds on a post needs a reply": [from_on(NEED)],
        "what speaking to an account adds to the need": [adds(ADDRESSED, NEED)],
        "what a whole weight of the rules adds to a complaint, or to a wish to buy": [
            adds(RULES_FOR[COMPLAINT], COMPLAINT)
        ],
        "which intents count before others": [", ".join(f"`{intent.value}`" for intent in FIRST)],
        "how much a post about business counts for feelings": [f"{business}"],
        "how freely the heads of feelings may choose their weights (C)": [f"{freely}"],
        'how far a harmless phrase ("not bad") shifts the feelings': [adds(HARMLESS, POSITIVE)],
        "below which confidence a language model is asked about a kept post, and about one put aside": [
            f"{100 * UNSURE_OF_A_REPLY:g} %, {100 * UNSURE_OF_NONE:g} %"
        ],
    }


WORKED_OUT: dict[str, Callable[[], Rows]] = {
    "posts by language": by_language,
    "posts by line of business": by_business,
    "hard kinds": by_kind,
    "word lists": word_lists,
    "chosen looking at the labelled sets": looked_at,
    "targets": targets,
    "sentiment": sentiment,
    "with and without": with_and_without,
    "confidence": confidence,
    "files": sizes,
}


@pytest.mark.parametrize("name", WORKED_OUT)
def test_a_table_is_what_is_found_today(name: str) -> None:
    has, should = rows(name), WORKED_OUT[name]()
    wrong = [
        f"| {row} | should say | {' | '.join(cells)} |"
        for row, cells in should.items()
        if has.get(row, [])[: len(cells)] != cells
    ]
    wrong += [f"| {row} | should not be there" for row in has if row not in should]
    assert not wrong, f"docs/model-card.md, table {name!r}:\n" + "\n".join(wrong)
    assert list(has) == list(should), f"docs/model-card.md, table {name!r}: another order"


@pytest.mark.parametrize(("post", "cells"), rows("known failures").items())
def test_a_known_failure_still_fails(post: str, cells: list[str]) -> None:
    right, told = cells[0], cells[1]
    (text,), (lang,) = codes(post), codes(cells[2])
    verdict = judge(text, lang=lang)
    says = f"`{verdict.intent.value}`, {verdict.sentiment.value}"
    assert told == says, f"docs/model-card.md, {post}: triage says {says} now; right is {right}"
    assert right.strip("`") not in told, f"docs/model-card.md, {post}: that is no failure any more"


def test_a_brand_with_a_plain_name_is_heard_everywhere() -> None:
    text = "Orange is my favourite colour"
    assert said(f"`{text}` speaks about us")
    assert judge(text, lang="en", brand_names=("Orange",)).addressed is Addressed.ABOUT_US


def test_what_the_text_says_of_the_targets() -> None:
    met = [one for one in REPORT.targets if one.met]
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")
    assert said(f"{words[len(met)]} of the {words[len(REPORT.targets)]} are met".capitalize())
    most = max(one.figure - one.target for one in met)
    below = [one for one in met if one.interval.low < one.target]
    assert said(f"None is met by more than {most:.2f} points")
    assert said(f"the interval of {'each' if len(below) == len(met) else len(below)} begins below its target")


def test_the_card_says_how_intervals_are_made() -> None:
    assert said(f"the middle 95 % of {REPORT.resamples:,} bootstrap resamples")


def test_what_the_text_says_of_the_missed_ones() -> None:
    complaints, purchase = line_of("complaints", ALL), line_of("purchase", ALL)
    either = line_of("purchase or praise", ALL)
    assert complaints.recall is not None
    assert purchase.recall is not None
    assert either.recall is not None
    missed = 100 - purchase.recall
    assert said(f"{100 - complaints.recall:.1f} % of the complaints are missed")
    assert said(f"{missed:.1f} % are missed")
    praised = 100 * (either.recall - purchase.recall) / missed
    assert said(f"{praised:.0f} % of all that is missed triage calls praise")
    assert said(f"the figure would be {either.figure:.2f}")
    least = {one.task: one.least for one in TARGETS if one.part == ALL}
    assert said("The target lies inside the interval") == (complaints.interval.low < least["complaints"])
    assert said("still below the target") == (either.figure < least["purchase"])
    alone = line_of("purchase", ALL, RULES)
    assert said("word lists alone do a little better there") == (alone.figure > purchase.figure)


def test_what_the_text_says_of_the_posts() -> None:
    assert len({post.text for post in POSTS}) == len(POSTS), "two posts say the same"
    assert said(f"{len(POSTS):,} posts, each with its labels")
    english = sum(post.lang == "en" for post in POSTS)
    assert said(f"{100 * english / len(POSTS):.0f} % of them are English")
    public = [post for post in POSTS if not post.teaches_feeling]
    assert said(f"The {len(public):,} posts under `{PUBLIC}`")
    meta = json.loads((FILES / META).read_text())
    assert meta["posts"] == len(POSTS), "run `make model`"
    again = "posts were added: work out the card's table of posts left out again (training.fit.left_out)"
    assert said(f"at the training with {meta['posts']:,} posts"), again
    without = sorted(set(LANGUAGES) - {post.lang for post in POSTS})
    assert without == ["it"]
    assert said("Italian has word lists and no posts")


def test_what_the_text_says_of_the_method() -> None:
    model, meta = small_model(), json.loads((FILES / META).read_text())
    assert said(f"{meta['buckets']:,} buckets")
    assert (FILES / WEIGHTS).stat().st_size == meta["buckets"] * len(model.heads)
    assert said(f"{len(model.heads)} heads")
    assert said(f"{len(meta['amounts'])} named amounts")
    assert said(f"{constant('training/fit.py', 'FOLDS')} parts")
    assert said(f"other heads have {constant('training/fit.py', 'C')}")
    assert said(f"{SPAM_TAUGHT} in 100")
    kilobytes = round((FILES / WEIGHTS).stat().st_size / 1000)
    assert said(f"{kilobytes} KB", DECISION)


def test_what_taught_the_spam_head(earshot_data: Path) -> None:
    messages = read_spam()
    assert said(f"{len(messages):,} messages, {sum(is_spam for _, is_spam in messages)} of them spam")


def test_no_post_repeats_one_of_the_labelled_sets(earshot_data: Path) -> None:
    assert said(f"No training post has {WORDS_IN_A_ROW} words in a row in common with")
    theirs = {
        run
        for name in ("complaints", "purchase", "airline", "sentiment8")
        for line in (earshot_data / "labelled" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        if line
        for run in runs(json.loads(line)["text"])
    }
    assert len(theirs) > 100_000
    repeated = [post.text for post in POSTS if theirs.intersection(runs(post.text))]
    assert not repeated, f"{len(repeated)} training posts repeat a labelled one"


def runs(text: str) -> set[tuple[str, ...]]:
    """All words in a row, without links and names."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"https?://\S+|[@#]\w+", " ", text.casefold()))
    return {tuple(words[at : at + WORDS_IN_A_ROW]) for at in range(len(words) - WORDS_IN_A_ROW + 1)}
