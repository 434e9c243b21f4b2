"""What no reader of Markdown took for what was meant is named, and comments are forgotten."""

import pytest
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser

from book._ext.lint import NORM, faults, unclosed

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
    "It costs \\$5 and **손실(loss)**은 크다.",
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
    '# T\n\n<img src="dot.png" alt="A dot.">': "dot.png: HTML brings no file along",
    '# T\n\n<img srcset="dot.png 2x" alt="">': "dot.png: HTML brings no file along",
    '# T\n\n<video src="nope.mp4"></video>': "nope.mp4: HTML brings no file along",
    '# T\n\n<a href="nope.html">A link.</a>': "nope.html: nobody checks a link",
    "# T\n\n<a class=x href=#nope>A link.</a>": "#nope: nobody checks a link",
    "#": "a title without words",
    "# T\n\n## <!-- x -->": "a title without words",
    "# T\n\n<script>roar()</script>": "no script in HTML runs",
    '# T\n\n<b onclick="roar()">lion</b>': "no script in HTML runs",
    '# T\n\n<IMG SRC="dot.png" ALT="A dot.">': "dot.png: HTML brings no file along",
    '# T\n\n<A HREF="nope.html">A link.</A>': "nope.html: nobody checks a link",
    "# T\n\n<SCRIPT>roar()</SCRIPT>": "no script in HTML runs",
}
# A text, and the lines that open what has no end.
FENCES = {
    "a\n\n```python\nx = 1\n\n## More\n": [3],
    "```{note}\nText\n\n## More": [1],
    ":::{hint}\n:class: dropdown\n\nText": [1],
    "Text\n\n:::\n": [3],
    "````{note}\n```{hint}\nx\n````\n": [2],
    "- a\n\n  ```\n  x\n\nmore\n": [3],
    "> ```\n> x\n": [1],
    "```{note}\nText\n```\n": [],
    "- a\n\n  ```\n  x\n  ```\n": [],
    "1.  a\n\n    ```\n    x\n    ```\n": [],
    "> ```\n> x\n> ```\n": [],
    "::::{grid}\n:::{card}\nx\n:::\n::::\n": [],
    "````{note}\n```python\nx\n```\n````": [],
    "---\na: 1\n---\n\n```\nx\n`````\n": [],
    "    ```\n    It is shown.\n": [],
    "<!--\n```\n-->\n": [],
    "````{code-cell}\nmarkdown = '```{note}'\n````\n": [],
}
READ = [
    "**손실**(loss)은 크다.",
    "2 * 3 * 4, a_b, _ones and #1 (see [1] there): so *it* is.",
    "A `code with ** and $` and $x^{**}$.",
    "```\n**\n$\n```",
    "<b>손실(loss)</b>은<br>크다.",
    "<B>손실</b>은 크다.",
    "<!-- A comment: ** <x> -->",
    "% a comment: **",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "Ratio: 1:2, at 10:30.",
    "It costs \\$5, or \\$6 for \\# 7, and a\\*b\\*c.",
    "<BR> and <wbr>, <input type=checkbox> and <col>.",
    "- It costs \\$5.\n- \\[ ] a box",
    "| a | b |\n| - | - |\n| \\$1 | 2 |",
    'See <a href="https://example.org">there</a>, or <a href="mailto:a@example.org">write</a>.',
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
    return [message for _, message in faults(read(text), text)]


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


@pytest.mark.parametrize(("text", "lines"), FENCES.items())
def test_a_fence_without_an_end_is_named(text, lines):
    assert list(unclosed(text)) == lines


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
