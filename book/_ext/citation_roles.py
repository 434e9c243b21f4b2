"""Name the entries of the bibliography by roles that go together: a list and its items.

Docutils calls the items `doc-biblioentry`, which ARIA has given up.
"""

from typing import Any

from sphinx.application import Sphinx


def rename(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Rename the role on a page."""
    body = context.get("body", "")
    context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app: Sphinx) -> dict[str, bool]:
    """Rename the role as pages are written."""
    app.connect("html-page-context", rename)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
