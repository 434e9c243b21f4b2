"""Say what stands at the head of a table's column: tools that read tables overlook formulas.

A head without text, the corner above a column of names, is an ordinary cell.
"""

import re
from html import escape, unescape
from typing import Any

from sphinx.application import Sphinx

from book._ext.search_index import spoken

FORMULA = re.compile(
    r'(<th [^>]*><p>)<span class="math">((?:(?!</th>).)*?'
    r'<annotation encoding="application/x-tex">([^<]*)</annotation>)',
    re.S,
)
EMPTY = re.compile(r'<th class="head([^"]*)"><p></p></th>')


def name_heads(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Complete the heads of the tables of a page."""

    def name(head: re.Match[str]) -> str:
        words = escape(spoken(unescape(head[3])))
        unseen = f'<span class="unseen">{words}</span>'
        return f'{head[1]}{unseen}<span class="math" aria-hidden="true">{head[2]}'

    body = FORMULA.sub(name, context.get("body", ""))
    context["body"] = EMPTY.sub(r'<td class="head\1"></td>', body)


def setup(app: Sphinx) -> dict[str, bool]:
    """Complete tables as pages are written."""
    app.connect("html-page-context", name_heads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
