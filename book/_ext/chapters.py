"""Chapters are called by their numbers, "chapter 9" or "9장", with the title on hover.

Titles are commands ("Try learning rates"): they read well in a table of contents, and make no
nouns in a sentence. So a link whose text is the title of a numbered chapter gets the number.
"""

from docutils import nodes
from sphinx.application import Sphinx

# What may stand before the first word of a sentence.
OPENING = " \n\t([\"'“‘«"


def call_by_number(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let links to chapters, `{doc}` without words of their own, show the number."""
    env = app.env
    chapters = {
        app.builder.get_relative_uri(docname, page): (
            ".".join(map(str, number[""])),
            env.titles[page].astext(),
        )
        for page, number in env.toc_secnumbers.items()
        if number.get("")
    }
    for link in doctree.findall(nodes.reference):
        number, title = chapters.get(link.get("refuri"), ("", ""))
        if number and link.astext() == title:
            text = app.config.numfig_format["chapter"] % number
            inner = nodes.inline("", text[0].upper() + text[1:] if begins(link) else text)
            link.children = []
            link += inner
            link["reftitle"] = title


def begins(link: nodes.reference) -> bool:
    """Tell whether a link is the first word of a sentence."""
    before = ""
    node: nodes.Element = link
    while isinstance(node.parent, nodes.TextElement):  # out of emphasis, too
        siblings = node.parent.children[: node.parent.index(node)]
        before, node = "".join(each.astext() for each in siblings) + before, node.parent
    before = before.rstrip(OPENING)
    return not before or before[-1] in ".?!"


def setup(app: Sphinx) -> None:
    """Name the chapters before pages, notebooks and search take their text."""
    app.connect("doctree-resolved", call_by_number, priority=400)
