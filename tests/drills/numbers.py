"""Cells that give other numbers than the lecture printed, which no claim of a chapter notices."""

from tests.drills.drill import Drill, First

TEST = "tests/book/test_numbers.py"


def number(name: str, chapter: str, pattern: str, new: str, *words: str) -> Drill:
    """Return a drill that changes the first cell of a chapter, in all languages, that fits."""
    fault = First(f"book/*/{chapter}.md", pattern, new)
    return Drill(name, (fault,), (chapter, *words), (TEST,))


DRILLS = [
    number(
        "another slip of the first simulation",
        "02-model",
        r"x = 4\*2\.5 \+ ϵ$",
        "x = 4*2.501 + ϵ",
        "the first x",
    ),
    number(
        "another formula of the gradient",
        "06-gradient-checks",
        r"^-2 \* X\.T @ y",
        "-2.001 * X.T @ y",
        "the gradient by hand",
    ),
    number(
        "the weights of every epoch are not printed",
        "07-training",
        r"enumerate\(What_history, start=1\)",
        "enumerate(What_history, start=0)",
        "weights of every epoch",
    ),
    number(
        "a glued number is another",
        "04-loss",
        r'glue\("loss-start", loss\.item\(\)',
        'glue("loss-start", loss.item() + 10',
        "loss-start",
    ),
    number(
        "the loss after the update for the one before",
        "09-learning-rate",
        r"power\(after\(29, run\.loss\)\)",
        "power(after(30, run.loss))",
        "rate-before-slow",
    ),
]
