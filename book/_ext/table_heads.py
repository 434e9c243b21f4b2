"""Say the heads of table columns that are formulas: tools that read tables overlook MathML."""

import re
from html import escape, unescape

from search_index import spoken
from sphinx.application import Sphinx

HEAD = re.compile(
    r'<th class="([^"]*)">(<p><span class="math">(?:(?!</th>).)*?'
    r'<annotation encoding="application/x-tex">([^<]*)</annotation>)',
    re.S,
)


def label(app: Sphinx, pagename: str, template: str, context: dict, doctree: object) -> None:
    """Label such heads on a page."""
    context["body"] = HEAD.sub(
        lambda head: (
            f'<th class="{head[1]}" aria-label="{escape(spoken(unescape(head[3])))}">{head[2]}'
        ),
        context.get("body", ""),
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Label heads as pages are written."""
    app.connect("html-page-context", label)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
