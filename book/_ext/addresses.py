"""Addresses with `&`: MyST escapes them, as if nobody did it after it."""

from docutils import nodes
from sphinx.application import Sphinx


def mend(app: Sphinx, doctree: nodes.document) -> None:
    """Undo it; pages and notebooks escape what they write."""
    for link in doctree.findall(nodes.reference):
        if "refuri" in link:
            link["refuri"] = link["refuri"].replace("&amp;", "&")


def setup(app: Sphinx) -> None:
    """Mend addresses as a page is read."""
    app.connect("doctree-read", mend)
