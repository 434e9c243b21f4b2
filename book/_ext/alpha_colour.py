"""The learning rate α in the book's own colour, wherever a formula has it."""

import re
from typing import Any

from sphinx.application import Sphinx


def colour(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Mark every α in the formulas of a page; the style sheet colours it."""
    context["body"] = re.sub(
        r'<span class="mord mathnormal( mtight)?"([^>]*)>α</span>',
        r'<span class="mord mathnormal alpha\1"\2>α</span>',
        context.get("body", ""),
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Mark formulas as pages are written."""
    app.connect("html-page-context", colour)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
