"""What no reader of Markdown took for what was meant is named, and comments are forgotten."""

import pytest
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser

from book._ext.leftovers import NORM, faults

UNREAD = [
    "**손실(loss)**은 크다.",
    "*손실(loss)*은 크다.",
    "_손실_은 크다.",
    "__손실__은 크다.",
    "A **bold (x)**text.",
    "A `code that does not end.",
    "A $x = 1 that does not end.",
    "$$\nx = 1",
    "~~Gone~~.",
    "See [there][nowhere].",
    "See [there](https://example.org/a b).",
    "A footnote[^nowhere].",
    "##No heading",
    "- ###No heading",
    "- [ ] a task",
    "| a | b |",
    "{ref}there",
    ":: {note}",
    "```{note}\n\n:class: dropdown\n```",
    "Text <!-- and no end.",
]
FAULTS = {
    "Early.": "begins with its title",
    "# T\n\n# U": "one title",
    "# T\n\n```\n```{note}\n```": "within one of the same length",
    "# T\n\n```{math}\na = b\n:label: eq-late\n```": "below a formula",
    "# T\n\n<!-- no end\n\n## Gone": "has no end",
    "# T\n\nIf x<y and y>z holds.": "<y> is never closed",
    "# T\n\nA List<int> is one.": "<int> is never closed",
    "# T\n\nA <b>word and no end.": "<b> is never closed",
}
READ = [
    "**손실**(loss)은 크다.",
    "2 * 3 * 4, a_b, _ones and #1 (see [1] there): so *it* is.",
    "A `code with ** and $` and $x^{**}$.",
    "```\n**\n$\n```",
    "<b>손실(loss)</b>은<br>크다.",
    "<!-- A comment: ** <x> -->",
    "% a comment: **",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "Ratio: 1:2, at 10:30.",
]


def read(text):
    settings = {
        "myst_enable_extensions": ["amsmath", "colon_fence", "deflist", "dollarmath"],
        "report_level": 5,
        # docutils would take a heading that stands alone for the document's own.
        "doctitle_xform": False,
    }
    return publish_doctree(text, parser=Parser(), settings_overrides=settings)


def told(text):
    return [message for _, message in faults(read(text))]


@pytest.mark.parametrize("text", UNREAD)
def test_what_was_not_read_is_named(text):
    (message,) = told(f"# Title\n\nBefore.\n\n{text}\n")
    assert "is shown as it is typed" in message


@pytest.mark.parametrize(("text", "words"), FAULTS.items())
def test_what_was_not_meant_is_named(text, words):
    (message,) = told(text)
    assert words in message


@pytest.mark.parametrize("text", READ)
def test_what_was_read_is_left_alone(text):
    assert not told(f"---\na: 1\n---\n\n(label)=\n% comment\n# Title\n\n{text}\n")


@pytest.mark.parametrize(
    ("row", "is_lost"),
    [
        (r"| $\|w\|$ | norm |", True),
        (r"| norm | $a$ | $2\|w$ |", True),
        (r"| $\Vert w\Vert$ | a \| b |", False),
        (r"In text $\|w\|$ is kept.", False),
    ],
)
def test_a_norm_in_a_table_is_named(row, is_lost):
    assert bool(NORM.search(row)) == is_lost
