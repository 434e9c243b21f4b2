"""Warn of Markdown that was not read as such, and of text before a page's title.

The first would stand on the page as it was typed: to CommonMark the asterisks of `**손실(loss)**은`
are none, for they stand between a bracket and a letter. The second belongs to no section, so
neither the search nor an ebook would have it.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Bold and struck text, formulas, code, links, footnotes, roles, headings, fences.
MARKDOWN = re.compile(r"\*\*|~~|\$|`|\]\[|\[\^|\{[\w:-]+\}|^#|^:::", re.M)
# What holds text as it is.
LITERAL = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw)
# What may stand before a title.
SILENT = (nodes.Invisible, nodes.docinfo, nodes.field_list, nodes.system_message)


def unread(document: nodes.document) -> Iterator[nodes.Text]:
    """Yield the texts that hold a mark of Markdown."""
    for text in document.findall(nodes.Text):
        if not isinstance(text.parent, LITERAL) and MARKDOWN.search(text):
            yield text


def untitled(document: nodes.document) -> Iterator[nodes.Node]:
    """Yield what stands before the title."""
    for node in takewhile(lambda node: not isinstance(node, nodes.section), document):
        if not isinstance(node, SILENT):
            yield node


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of both on a page that has been read."""
    for text in unread(document):
        logger.warning(
            "Markdown: %r is shown as it is typed; close the mark, or move it away from a bracket",
            str(text),
            location=text.parent,
        )
    for node in untitled(document):
        logger.warning("a page begins with its title: move this below it", location=node)


def setup(app: Sphinx) -> None:
    """Check every page."""
    app.connect("doctree-read", check)
