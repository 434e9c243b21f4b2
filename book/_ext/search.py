"""The search of the book: every section with its text, for `search.js` to look through.

A book is small enough to be looked through as it stands. So words are found inside words, which
Korean needs (손실 in 손실을), formulas, code and its output as they are seen, a result is a section
with an excerpt, and it works from disk too. A word is looked for by its stem where the language has
one.

The text is packed by bzip2, which `bunzip.js` unpacks: it is a fifth smaller, and Korean a quarter,
than a server's gzip makes it.
"""

import base64
import bz2
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.search import IndexBuilder, SearchLanguage, languages

from book._ext.doctree import is_box
from book._ext.katex import read as read_formula
from book._ext.medium import holds
from book._tools import sources

# Left out of the text: what a reader does not see, or cannot search for.
SILENT = (nodes.raw, nodes.comment, nodes.target, addnodes.toctree)


def keep_text(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Keep the text of a page until all pages are written."""
    title = app.env.titles[page].astext()
    app.env.metadata[page]["search"] = list(read(doctree, page, title))


def add_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Make the page that shows results, and the text that it looks through."""
    sections = [each for page in sources.pages() for each in app.env.metadata[page]["search"]]
    static = Path(app.outdir, "_static")
    static.mkdir(exist_ok=True)
    static.joinpath("search-index.js").write_text(
        f'const packed = "{pack(sections)}";\n{stemmer(app)}\n',
        "utf-8",
    )
    yield "search", {"title": _("Search the book")}, "search.html"


def stemmer(app: Sphinx) -> str:
    """Return the script that finds stems; where Sphinx knows none, a word is its own stem."""
    language = app.config.language
    if language.partition("_")[0] not in languages:
        return SearchLanguage.js_stemmer_code.strip()  # not English ones, as Sphinx would
    return IndexBuilder(app.env, language, {}, "").get_js_stemmer_code().strip()


def pack(sections: Iterable[list[str]]) -> str:
    """Return sections, packed: a line is one of them, with tabs between its parts."""
    lines = map("\t".join, sections)
    return base64.b64encode(bz2.compress("\n".join(lines).encode())).decode()


def read(doctree: nodes.document, page: str, title: str) -> Iterator[list[str]]:
    """Yield page title, section title, address and text of every section of a page."""
    for section in doctree.findall(nodes.section):
        if is_box(section):
            continue
        heading = next(section.findall(nodes.title)).astext()
        own = [each for each in section if not isinstance(each, nodes.section | nodes.title)]
        text = " ".join(" ".join(words(child)) for child in own)
        address = f"{page}.html"
        if section.parent is not doctree:
            address += f"#{section['ids'][0]}"
        text = re.sub(r"\s+([.,:;)])", r"\1", " ".join(text.split()))
        yield [title, heading, address, text]


def words(node: nodes.Node) -> Iterator[str]:
    """Yield the text of `node`, formulas as they are read."""
    if isinstance(node, nodes.raw) and node.astext().startswith("<br"):
        yield " "
    if isinstance(node, SILENT) or not holds(node, "page"):
        return
    if isinstance(node, nodes.math | nodes.math_block):
        yield read_formula(node)
    elif isinstance(node, nodes.Text):
        yield node.astext()
    else:
        joint = "" if isinstance(node, nodes.TextElement) else " "
        yield joint.join(piece for child in node.children for piece in words(child))


def setup(app: Sphinx) -> None:
    """Replace Sphinx's search."""
    app.connect("doctree-resolved", keep_text)
    app.connect("html-collect-pages", add_page)
