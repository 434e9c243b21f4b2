"""One sentence or two about each page, for search engines: the page's own first paragraph."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 160


def describe(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Hand the templates the description of a page."""
    paragraph = doctree and doctree.next_node(nodes.paragraph)
    if paragraph:
        context["description"] = shorten(" ".join(paragraph.astext().split()))


def shorten(text: str) -> str:
    """Cut `text` after the last sentence, else the last word, that fits."""
    if len(text) <= LONGEST:
        return text
    sentences, dot, _ = text[:LONGEST].rpartition(". ")
    return sentences + dot.strip() if sentences else text[: LONGEST - 1].rpartition(" ")[0] + "…"


def setup(app: Sphinx) -> dict[str, bool]:
    """Describe pages as they are written."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
