"""How text is set: what is tied to a formula, and how a chapter is called within a sentence."""

import pytest
from docutils import nodes

from book._ext.chapters import begins
from book._ext.typography import HEAD, TAIL, cut

# What stands before a formula, and what is tied to it.
HEADS = {
    "손실은 (": "(",
    "a model of": "of",
    "the ": "",
    "直線の傾きは": "は",
    "傾き（": "（",
    "傾き=(": "=(",
    "ค่าความชัน": "น",
    "": "",
}
# What stands behind one, and what is tied to it.
TAILS = {
    "은 작다": "은",
    "), and so on": "),",
    " and": "",
    "は直線の傾き": "は",
    "）の傾き": "）の",
    "，这是斜率": "，这",
    "คือความชัน": "ค",
    "": "",
}
# Whether a link begins a sentence.
LINKS = {
    "": True,
    "As ": False,
    "It is so. ": True,
    "Is it so? (": True,
    "It is so (": False,
    "“": True,
}


@pytest.mark.parametrize(("before", "head"), HEADS.items())
def test_what_stands_right_before_a_formula_stays_with_it(before, head):
    assert cut(before, HEAD)[1] == head


@pytest.mark.parametrize(("after", "tail"), TAILS.items())
def test_what_stands_right_behind_a_formula_stays_with_it(after, tail):
    assert cut(after, TAIL)[0] == tail


@pytest.mark.parametrize("within", [nodes.paragraph, nodes.emphasis])
@pytest.mark.parametrize(("before", "is_first"), LINKS.items())
def test_a_chapter_has_a_capital_at_the_beginning_of_a_sentence_alone(before, is_first, within):
    link = nodes.reference("", "chapter 9")
    paragraph = nodes.paragraph("", before)
    paragraph += link if within is nodes.paragraph else within("", "", link)
    nodes.list_item("", paragraph)
    assert begins(link) == is_first
