"""Cells that give other numbers than those that the prose was written about."""

from tests.drills.drill import Drill, First

TEST = "tests/book/test_numbers.py"


def number(name: str, chapter: str, pattern: str, new: str, *words: str) -> Drill:
    """Return a drill that changes the first cell of a chapter, in all languages, that fits."""
    fault = First(f"book/*/{chapter}.md", pattern, new)
    return Drill(name, (fault,), (chapter, *words), (TEST,))


DRILLS = [
    number("another seed", "02-model", r"manual_seed\(1\)", "manual_seed(2)", "the first x"),
    number("another start", "04-loss", r"\[-5\.0, 10\.0\]", "[-5.0, 9.0]", "loss-start"),
    number(
        "another step", "06-gradient-checks", r"^h = 0\.001$", "h = 0.01", "gradient-truncation-w0"
    ),
    number("a single update at another rate", "07-training", "0\\.001$", "0.002", "before, change"),
    number(
        "a loop at another rate",
        "07-training",
        r"(requires_grad=True\)\nalpha = )0\.001",
        r"\g<1>0.002",
        "weights of every epoch",
    ),
    number(
        "another rate than 0.0083", "09-learning-rate", r"alpha=0\.0083,", "alpha=0.0084,", "edge"
    ),
]
