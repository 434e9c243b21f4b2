"""Words that hold in some media alone are neither found nor shown where they do not hold."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from book._ext.medium import MEDIA, holds
from book._ext.page import description
from book._ext.search import read


def box(*media):
    """Return what the directive makes of a paragraph."""
    names = ["medium", *(f"on-{name}" for name in media)]
    return nodes.container("", nodes.paragraph("", f"On {' '.join(media)}."), classes=names)


def page(*content):
    document = new_document("page")
    document += nodes.section("", nodes.title("", "Title"), *content, ids=["title"])
    return document


@pytest.mark.parametrize("medium", MEDIA)
def test_words_hold_in_the_media_that_are_named_and_others_hold_everywhere(medium):
    assert holds(nodes.paragraph(), medium)
    assert holds(nodes.Text("a"), medium)
    assert holds(box(medium), medium)
    for other in MEDIA:
        assert holds(box(other), medium) == (other == medium)
        assert holds(box(other, medium), medium)


def test_a_page_is_described_by_what_it_shows():
    inner = nodes.container("", box("paper"))
    assert description(page(inner, box("page", "notebook"))) == "On page notebook."
    assert description(page(box("paper"))) == ""


def test_the_search_finds_what_the_page_shows():
    document = page(nodes.paragraph("", "Always."), box("paper"), box("page"), box("notebook"))
    ((*_, text),) = read(document, "page", "Title")
    assert text == "Always. On page."
