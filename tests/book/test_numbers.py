"""The book's own cells give what the lecture printed, from its data to its last run.

The prose was written about these numbers: with another seed, start or rate in a cell it would tell
of a run that nobody sees.
"""

from functools import cache

import pytest

from tests.book.outputs import NUMBER, executed
from tests.book.source_pages import Page
from tests.unit import lecture

START = (-5.0, 10.0)
# Rounded where the lecture rounds them; its third gradient is as coarse as float32 makes it.
PRINTED = {
    "the first x, which is 4 · 2.5 + ϵ": ("02-model", (10.1027, 10.1526, 10.2678, 9.7844), 1e-4),
    "the loss at the start": ("04-loss", (lecture.LOSS_AT_START,), 1e-2),
    "the gradient": ("05-descent", (*START, *lecture.GRADIENT), 1e-3),
    "the gradient by autograd": ("06-gradient-checks", lecture.GRADIENT, 1e-3),
    "the gradient by differences": ("06-gradient-checks", lecture.GRADIENT_FORWARD, 1.0),
    "before, change and after": (
        "07-training",
        (*START, 1.3423, -1.1889, *lecture.WEIGHTS[0]),
        1e-4,
    ),
    "the weights after 30 epochs": ("07-training", lecture.WEIGHTS[-1], 1e-4),
    "the weights of every epoch": (
        "07-training",
        [number for k, row in enumerate(lecture.WEIGHTS, 1) for number in (k, *row)],
        1e-4,
    ),
}
# What the prose says of the lecture's runs. Of the largest losses three digits are shown, the last
# of them differs between builds of torch.
BEFORE = lecture.LOSS_BEFORE_LAST_UPDATE
GLUED = {
    "04-loss": {"loss-start": lecture.LOSS_AT_START},
    "05-descent": {
        "descent-loss": lecture.LOSS_AT_START,
        "descent-g0": lecture.GRADIENT[0],
        "descent-g1": lecture.GRADIENT[1],
    },
    # n · h and Σx² · h
    "06-gradient-checks": {"gradient-truncation-w0": 0.1000, "gradient-truncation-w1": 0.1144},
    "07-training": {
        "training-loss-before": lecture.LOSS_AT_START,
        "training-loss-last": BEFORE[0.001],
        "training-w0": lecture.WEIGHTS[-1][0],
        "training-w1": lecture.WEIGHTS[-1][1],
    },
    "09-learning-rate": {
        "rate-before-slow": BEFORE[0.0001],
        "rate-before-good": BEFORE[0.001],
        "rate-before-edge": BEFORE[0.0083],
        "rate-before-above": BEFORE[0.0085],
        "rate-before-far": BEFORE[0.01],
    },
    "12-exercises": {
        "practice-small-before": BEFORE[0.0015],
        "practice-large-before": BEFORE[0.015],
    },
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@cache
def outputs(name):
    """Return what the cells of a chapter print, and what they glue, by name."""
    printed, glued = [], {}
    for cell in executed(Page("en", name)).cells:
        for output in cell.get("outputs", []):
            text = output.get("text") or next(iter(output.data.values()))
            if "scrapbook" in output.get("metadata", {}):
                glued[output.metadata.scrapbook.name] = text.strip("'")
            else:
                printed.append([float(number) for number in NUMBER.findall(text)])
    return printed, glued


@pytest.mark.parametrize("what", PRINTED)
def test_cell_prints_what_the_lecture_printed(what):
    name, numbers, tolerance = PRINTED[what]
    expected = pytest.approx(numbers, abs=tolerance)
    printed, _ = outputs(name)
    rows = (row[k : k + len(numbers)] for row in printed for k in range(len(row)))
    assert any(row == expected for row in rows), (
        f"book/en/{name}.md: no cell prints {what} as the lecture did, {numbers}; "
        "put the cell right, or with data of your own take the row out of this test"
    )


def test_autograd_matrices_and_components_each_print_the_gradient():
    printed, _ = outputs("06-gradient-checks")
    expected = pytest.approx(lecture.GRADIENT_ANALYTIC, abs=1e-3)
    # The 0 of AddBackward0 may follow. Further down it stands in tables with others.
    alone = [row for row in printed if row[:2] == expected and row[2:] in ([], [0.0])]
    assert len(alone) == 3, (
        "book/en/06-gradient-checks.md: the gradient by autograd, and the gradient by hand with "
        f"matrices and by components, are three cells; {len(alone)} print it as the lecture did"
    )


@pytest.mark.parametrize(("name", "glued"), [(name, g) for name in GLUED for g in GLUED[name]])
def test_prose_says_what_the_lecture_found(name, glued):
    glues = outputs(name)[1]
    assert glued in glues, f"book/en/{name}.md: glue {glued} in the last cell"
    text = glues[glued]
    mantissa, _, exponent = text.partition(" × 10")
    number = float(mantissa) * 10 ** int(exponent.translate(SUPERSCRIPTS) or 0)
    tolerance = 5e-3 if exponent else 5e-4
    assert number == pytest.approx(GLUED[name][glued], rel=tolerance), (
        f"book/en/{name}.md: {glued} is {text}, the lecture found {GLUED[name][glued]}; "
        "put the cell right, or with data of your own take the line out of this test"
    )
