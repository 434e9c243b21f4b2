"""The table of contents beside the text: all chapters, and the sections of the one being read."""

import re
from typing import Any

from sphinx.application import Sphinx


def add_contents(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Hand the templates `contents`, the page's own sections below its entry."""
    chapters = context["toctree"](collapse=False, includehidden=True, titles_only=True)
    sections = re.search(r"<ul>.*</ul>", (context.get("toc") or "")[len("<ul>") :], re.S)
    if sections:
        own = re.sub(r"</ul>\s*</li>\s*</ul>\s*$", "</ul>", sections[0])
        chapters = re.sub(
            r'(<a class="current[^>]*>.*?</a>)', lambda entry: entry[1] + own, chapters, count=1
        )
    # Where the reader is: said, not only shown.
    context["contents"] = chapters.replace(
        '<a class="current', '<a aria-current="page" class="current'
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell the templates of every page."""
    app.connect("html-page-context", add_contents)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
