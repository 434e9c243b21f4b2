"""Markdown that CommonMark takes for text is named, and so is text before a title."""

import pytest
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser

from book._ext.leftovers import unread, untitled

UNREAD = [
    "**손실(loss)**은 크다.",
    "A **bold (x)**text.",
    "A `code that does not end.",
    "A $x = 1 that does not end.",
    "$$\nx = 1",
    "~~Gone~~.",
    "See [there][nowhere].",
    "A footnote[^nowhere].",
    "##No heading",
    "- ###No heading",
    "{ref}there",
    ":: {note}",
]
READ = [
    "**손실**(loss)은 크다.",
    "2 * 3 * 4, a_b and #1.",
    "A `code with ** and $` and $x^{**}$.",
    "```\n**\n$\n```",
    "<b>손실(loss)</b>은 크다.",
    "% a comment: **",
    "| a | b |\n| - | - |\n| 1 | 2 |",
]


def read(text):
    settings = {
        "myst_enable_extensions": ["amsmath", "colon_fence", "deflist", "dollarmath"],
        "report_level": 5,
        # docutils would take a heading that stands alone for the document's own.
        "doctitle_xform": False,
    }
    return publish_doctree(text, parser=Parser(), settings_overrides=settings)


@pytest.mark.parametrize("text", UNREAD)
def test_what_was_not_read_is_found(text):
    document = read(f"# Title\n\nBefore.\n\n{text}\n")
    assert [each.astext() in text for each in unread(document)] == [True]


@pytest.mark.parametrize("text", READ)
def test_what_was_read_is_left_alone(text):
    assert not list(unread(read(f"# Title\n\n{text}\n")))


def test_text_before_the_title_is_found():
    late = read("Early.\n\n```\ncode\n```\n\n# Title\n\nLate.\n")
    assert [each.astext().strip() for each in untitled(late)] == ["Early.", "code"]
    assert not list(untitled(read("---\na: 1\n---\n\n(label)=\n% comment\n# Title\n\nText.\n")))
