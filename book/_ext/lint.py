"""Warn of what an author typed and no reader of Markdown took for what was meant.

It would stand on the page as it was typed, or be gone from it: to CommonMark the asterisks of
`**손실(loss)**은` are none, for they stand between a bracket and a letter; a comment without an end
takes the rest of the page along. What stands before a title belongs to no section, so neither the
search nor an ebook would have it.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from docutils import nodes
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from book._ext.doctree import ancestors, is_output
from book._ext.search import words

logger = logging.getLogger(__name__)

# Emphasis, struck text, formulas, code, links, footnotes, roles, comments; at the start of a line
# headings, fences, options, tasks, tables.
MARKDOWN = re.compile(
    r"\*\*|\*\S[^*\n]*\*|(?<!\w)_{1,2}\w[^_\n]*\w_|~~|\$|`|\]\[|\] ?\(http|\[\^|\{[\w:-]+\}|<!--"
    r"|^#|^:::|^:[a-z]+(-[a-z]+)*:(\s|$)|^\[[ x]\]\s|^\|.*\|",
    re.M,
)
FENCE = re.compile(r"^(`{3,}|:{3,})\{[\w:-]+\}", re.M)
OPTION = re.compile(r"^\s*:[a-z]+:", re.M)
# What raw HTML brings along, and nothing copies, checks or lets in: its name, what it leads to.
BROUGHT = re.compile(r"""\b(?:src|srcset|poster)=["']?(?!data:|https?:)([^"'\s>]+)""", re.I)
LINK = re.compile(r"""<a\b[^>]*\bhref=["']?(?!https?:|mailto:)([^"'\s>]+)""", re.I)
SCRIPT = re.compile(
    r"""<script(?! data-asset| type="application/json")|<[a-z][^>]*\son[a-z]+=""", re.I
)
ELEMENT = re.compile(r"<([a-zA-Z][\w-]*)[^>]*(?<!/)>")
# Elements without an end.
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img"),
    *("input", "link", "meta", "source", "track", "wbr"),
}
COMMENTS = re.compile(r"\s*(<!--.*?-->\s*)+", re.S)
# In a table Markdown takes the backslash away.
NORM = re.compile(r"^\|.*\$[^$|]*\\\|", re.M)
# Where a footnote is.
NOTE = re.compile(r"^(\[\^[^\]\s]+\]):", re.M)
# Reads blocks, and nothing within a line.
READER = MarkdownIt("commonmark").disable("inline")
READER.use(colon_fence_plugin).use(front_matter_plugin)
# What holds text as it is.
LITERAL = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw)
# What may stand before a title.
SILENT = (nodes.Invisible, nodes.docinfo, nodes.field_list, nodes.system_message)
# What `{only}` may ask for.
TAGS = {"published", "not", "and", "or"}


def faults(document: nodes.document, source: str) -> Iterator[tuple[nodes.Node, str]]:
    """Yield what was not taken for what was meant in a text: where, and what to do."""
    lines = source.splitlines()
    for node in takewhile(lambda node: not isinstance(node, nodes.section), document):
        if not isinstance(node, SILENT):
            yield node, "a page begins with its title: move this below it"
    for section in [node for node in document if isinstance(node, nodes.section)][1:]:
        yield section, "a page has one title: make this a section of it, by ##"
    for title in document.findall(nodes.title):
        pictures = title.findall(nodes.image)
        if not "".join(words(title)).strip() and not next(pictures, None):
            yield title, "a title without words"
    for text in document.findall(nodes.Text):
        marks = () if isinstance(text.parent, LITERAL) else MARKDOWN.finditer(text)
        if not all(is_escaped(mark[0], text, lines) for mark in marks):
            yield (
                text.parent,
                f"Markdown: {str(text)!r} is shown as it is typed: close the mark, "
                "move it away from a bracket, or escape it by a backslash",
            )
    for block in document.findall(nodes.literal_block):
        # What ends a box too early begins a block of code at its end.
        astray = FENCE.search(block.astext()) or not block.astext().strip()
        if astray and block.get("language", "none") in ("none", "default"):
            yield block, "a fence stands within one of the same length: give the outer one more"
    for formula in document.findall(nodes.math_block):
        if OPTION.search(formula.astext()):
            yield formula, "an option stands below a formula: move it above"
    for only in document.findall(addnodes.only):
        if not TAGS.issuperset(re.findall(r"\w+", only["expr"])):
            yield only, f"only: {only['expr']}: expected published, or not published"
    for raw in document.findall(nodes.raw):
        html = COMMENTS.sub("", raw.astext())
        if brought := BROUGHT.search(html):
            yield (
                raw,
                f"{brought[1]}: HTML brings no file along: write it as Markdown or a directive",
            )
        if link := LINK.search(html):
            yield raw, f"{link[1]}: nobody checks a link in HTML: write it as Markdown"
        if SCRIPT.search(html):
            yield raw, "no script in HTML runs: the policy of the pages forbids it"
    written = [
        raw for raw in document.findall(nodes.raw) if not any(map(is_output, ancestors(raw)))
    ]
    html = "".join(raw.astext().lower() for raw in written)
    for raw in written:
        rest = COMMENTS.sub("", raw.astext())
        if "<!--" in rest:
            yield raw, "a comment has no end: close it by -->"
        for name in ELEMENT.findall(rest):
            if name.lower() not in VOID and f"</{name.lower()}>" not in html:
                yield raw, f"<{name}> is never closed: close it, or put it into backticks"


def is_escaped(mark: str, text: nodes.Node, lines: list[str]) -> bool:
    """Tell whether an author has said by a backslash that a mark is none."""
    number = next((node.line for node in ancestors(text) if node.line), 1)
    return f"\\{mark[0]}" in "\n".join(takewhile(str.strip, lines[number - 1 :]))


def unclosed(text: str, first: int = 1) -> Iterator[int]:
    """Yield the lines of a text, which begins with line `first`, that open a fence without an end.

    CommonMark ends it where the text ends, and so takes along all that comes below it.
    """
    lines = text.splitlines()
    for fence in READER.parse(text):
        if fence.type not in ("fence", "colon_fence"):
            continue
        assert fence.map is not None, "a block has its lines"
        start, end = fence.map
        last = lines[end - 1].strip(" >\t")
        if end - start < 2 or set(last) != {fence.markup[0]} or len(last) < len(fence.markup):
            yield first + start
        elif fence.info.startswith("{") and not fence.info.startswith("{code"):
            yield from unclosed(fence.content, first + start + 1)


def check(app: Sphinx, document: nodes.document) -> None:
    """Warn of all that on a page that has been read, and forget its comments."""
    page = app.env.docname
    source = Path(app.env.doc2path(page)).read_text("utf-8")
    for node, told in faults(document, source):
        logger.warning("%s", told, location=node)
    for norm in NORM.finditer(source):
        line = source.count("\n", 0, norm.end()) + 1
        logger.warning(r"\| is a bar in a table: write \Vert, or \vert", location=(page, line))
    for note in NOTE.finditer(source):
        if source.count(note[1]) == 1:
            line = source.count("\n", 0, note.start()) + 1
            logger.warning("%s: no text refers to this note", note[1], location=(page, line))
    for line in unclosed(source):
        logger.warning("a fence has no end: close it by its own marks", location=(page, line))
    for raw in list(document.findall(nodes.raw)):
        if COMMENTS.fullmatch(raw.astext()):
            raw.parent.remove(raw)


def setup(app: Sphinx) -> None:
    """Check every page."""
    app.connect("doctree-read", check)
