"""Write a notebook beside every page with code: plain Markdown and code cells, no outputs.

Jupyter and Colab know nothing of directives, labels and numbers. So a notebook is made from the
page as Sphinx has resolved it, where references are links, numbers are counted and glued values
are text, in the Markdown that all notebook readers share.
"""

# Every node has its method; a docstring for each would repeat its name.
# ruff: noqa: D102

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx
from sphinx.locale import _, admonitionlabels, get_translation
from sphinx.util import logging

from book._ext.folding import exercise_of

logger = logging.getLogger(__name__)

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SET_UP = """\
# {comment}
from importlib.util import find_spec

if find_spec("linefit") is None:
    %pip install --quiet --no-deps {source}"""


@dataclass(frozen=True)
class Code:
    """A code cell."""

    source: str


@dataclass(frozen=True)
class Heading:
    """A heading; a reader may find folded what stands below it."""

    text: str
    folded: bool = False


Block = str | Code | Heading


class Translator:
    """Translate the nodes of a page, each kind by the method of its name.

    Methods `block_…` yield blocks, methods `inline_…` return text.
    """

    def __init__(self, app: Sphinx, docname: str) -> None:
        """Translate `docname` with the numbers and the address that the site gives it."""
        self.numbers = app.env.toc_fignumbers.get(docname, {})
        self.figure_format = app.config.numfig_format["figure"]
        base = app.config.html_baseurl
        self.address = base and urljoin(base, app.builder.get_target_uri(docname))

    def blocks(self, siblings: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate block by block."""
        for node in siblings:
            yield from getattr(self, f"block_{type(node).__name__}", self.unknown)(node)

    def texts(self, siblings: Iterable[nodes.Node]) -> Iterator[str]:
        """Translate what can hold no code: an item of a list, a cell of a table."""
        for block in self.blocks(siblings):
            assert isinstance(block, str), block
            yield block

    def inline(self, parent: nodes.Element) -> str:
        """Translate the text of `parent`."""
        return "".join(
            getattr(self, f"inline_{type(node).__name__}", self.unknown)(node) for node in parent
        )

    def unknown(self, node: nodes.Node) -> str:
        """Warn of a node that would be lost."""
        logger.warning("notebook: no rule for %s", type(node).__name__, location=node)
        return ""

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure, an equation, an exercise or a theorem."""
        return ".".join(map(str, self.numbers[kind][node["ids"][0]]))

    # Blocks

    def block_section(self, node: nodes.section) -> Iterator[Block]:
        return self.blocks(node)

    def block_title(self, node: nodes.title) -> Iterator[Block]:
        yield Heading(f"{'#' * level(node)} {self.inline(node)}")

    def block_paragraph(self, node: nodes.paragraph) -> Iterator[Block]:
        yield self.inline(node)

    def block_container(self, node: nodes.container) -> Iterator[Block]:
        if not is_code(node):
            yield from self.blocks(node)
        for part in elements(node):
            # The other part is the output.
            if is_code(node) and part["nb_element"] == "cell_code_source":
                yield Code(part.astext())

    def block_figure(self, node: nodes.figure) -> Iterator[Block]:
        name = self.figure_format % self.number("figure", node)
        yield f"**{name}** {self.inline(next(node.findall(nodes.caption)))}"

    def block_math_block(self, node: nodes.math_block) -> Iterator[Block]:
        tag = f"\n\\tag{{{self.number('displaymath', node)}}}" if node["number"] else ""
        yield f"$$\n{node.astext().strip()}{tag}\n$$"

    def block_literal_block(self, node: nodes.literal_block) -> Iterator[Block]:
        yield f"```{node.get('language', '')}\n{node.astext()}\n```"

    def block_bullet_list(self, node: nodes.bullet_list) -> Iterator[Block]:
        yield self.items(node, ["-"] * len(node))

    def block_enumerated_list(self, node: nodes.enumerated_list) -> Iterator[Block]:
        start = node.get("start", 1)
        yield self.items(node, [f"{start + k}." for k in range(len(node))])

    def items(self, node: nodes.Element, markers: list[str]) -> str:
        """Translate the items of a list."""
        texts = []
        for marker, item in zip(markers, elements(node), strict=True):
            text = "\n\n".join(self.texts(item))
            texts.append(f"{marker} " + text.replace("\n", "\n" + " " * (len(marker) + 1)))
        return "\n".join(texts)

    def block_definition_list(self, node: nodes.definition_list) -> Iterator[Block]:
        for item in elements(node):
            term, *_, definition = elements(item)
            yield f"**{self.inline(term)}**"
            yield from quote(self.blocks(definition))

    def block_table(self, node: nodes.table) -> Iterator[Block]:
        rows = [
            [" ".join(map(without_bars, self.texts(entry))) for entry in elements(row)]
            for row in node.findall(nodes.row)
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def block_block_quote(self, node: nodes.block_quote) -> Iterator[Block]:
        return quote(self.blocks(node))

    def nothing(self, node: nodes.Node) -> Iterator[Block]:
        return iter(())

    # What Sphinx keeps for itself; the table of contents is a compound.
    block_comment = block_compound = block_index = block_target = nothing

    # Boxes

    def block_sidebar(self, node: nodes.sidebar) -> Iterator[Block]:
        # An aside in the margin: its title is empty.
        return quote(self.blocks(node[1:]))

    def block_admonition(self, node: nodes.Element) -> Iterator[Block]:
        if node.tagname in admonitionlabels:
            return self.box(str(admonitionlabels[node.tagname]), node)
        if isinstance(node[0], nodes.title):
            return self.box(self.inline(node[0]), node[1:])
        return quote(self.blocks(node))

    block_attention = block_caution = block_hint = block_important = block_admonition
    block_note = block_seealso = block_tip = block_warning = block_admonition

    def block_theorem_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        kind = get_translation("proof")(node["realtype"].title())
        number = self.number(node["countertype"], node)
        return self.box(f"{kind} {number}{self.inline(title)}", content)

    block_corollary_node = block_definition_node = block_lemma_node = block_theorem_node

    def block_proof_node(self, node: nodes.Element) -> Iterator[Block]:
        return self.blocks(node)

    def box(self, title: str, content: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate a box with a title."""
        return quote([f"**{title}**", *self.blocks(content)])

    def block_exercise_enumerable_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        name = title["title"] % self.number("exercise", node)
        yield Heading(f"{'#' * level(title)} {name}{self.inline(title)}")
        yield from self.blocks(content)

    def block_solution_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        name = _("Solution to %s") % exercise_of(node)
        yield Heading(f"#{'#' * level(title)} {name}", folded=ends_with(node))
        yield from self.blocks(content)

    # Text

    def inline_Text(self, node: nodes.Text) -> str:
        return re.sub(r"([\\`*_$<\[\]|])", r"\\\1", node)

    def inline_math(self, node: nodes.math) -> str:
        return f"${' '.join(node.astext().split())}$"

    def inline_literal(self, node: nodes.literal) -> str:
        text = node.astext()
        return f"`` {text} ``" if "`" in text else f"`{text}`"

    def inline_emphasis(self, node: nodes.emphasis) -> str:
        return f"*{self.inline(node)}*"

    def inline_strong(self, node: nodes.strong) -> str:
        return f"**{self.inline(node)}**"

    def inline_inline(self, node: nodes.inline) -> str:
        return self.inline(node)

    inline_target = inline_title_reference = inline_inline

    def inline_reference(self, node: nodes.reference) -> str:
        text = self.inline(node)
        address = node.get("refuri") or f"#{node['refid']}"
        if node.get("internal"):
            # Without an address of the published book there is nothing to lead to.
            return f"[{text}]({urljoin(self.address, address)})" if self.address else text
        return f"[{text}]({address})"

    inline_number_reference = inline_reference


def elements(parent: nodes.Element) -> list[nodes.Element]:
    """Return the children of a node that holds no text of its own."""
    return [child for child in parent if isinstance(child, nodes.Element)]


def is_code(node: nodes.Element) -> bool:
    """Tell whether a node is a code cell."""
    return bool(node.get("nb_element") == "cell_code")


def is_executable(doctree: nodes.document) -> bool:
    """Tell whether a page has code cells."""
    return any(map(is_code, doctree.findall(nodes.container)))


def level(title: nodes.Element) -> int:
    """Return the level of a title: how many sections and boxes it stands in."""
    depth, node = 0, title.parent
    while not isinstance(node, nodes.document):
        depth, node = depth + 1, node.parent
    return depth


def ends_with(solution: nodes.Element) -> bool:
    """Tell whether a heading follows, so that folding a solution hides nothing else."""
    parent = solution.parent
    after = [n for n in parent[parent.index(solution) + 1 :] if not isinstance(n, nodes.target)]
    return not after or any(isinstance(t, nodes.title) for t in after[0].children[:1])


def quote(blocks: Iterable[Block]) -> Iterator[Block]:
    """Set text off from its surroundings; code goes on as code."""
    for is_text, group in groupby(blocks, lambda block: isinstance(block, str)):
        if not is_text:
            yield from group
            continue
        # Readers that take mathematics out first would find the marks of the quotation in it.
        texts = [
            " ".join(text.split()) if text.startswith("$$") else text
            for text in group
            if isinstance(text, str)
        ]
        lines = "\n\n".join(texts).splitlines()
        yield "\n".join(f"> {line}".rstrip() for line in lines)


def without_bars(text: str) -> str:
    """Write the bars of mathematics in words: in a table a bar ends the cell."""
    words = {"|": r"\vert ", r"\|": r"\Vert "}
    return re.sub(
        r"\$[^$]+\$",
        lambda formula: re.sub(r"\\?\|", lambda bar: words[bar[0]], formula[0]),
        text,
    )


def notebook(set_up: str, blocks: Iterable[Block]) -> NotebookNode:
    """Return a notebook: first the code `set_up`, then a cell for each heading and each code."""
    cells = [new_code_cell(set_up)]
    for block in blocks:
        if isinstance(block, Code):
            cells.append(new_code_cell(block.source))
        elif isinstance(block, Heading):
            fold = {"jp-MarkdownHeadingCollapsed": True} if block.folded else {}
            cells.append(new_markdown_cell(block.text, metadata=fold))
        elif cells[-1].cell_type == "code":
            cells.append(new_markdown_cell(block))
        else:
            cells[-1].source += f"\n\n{block}"
    for index, cell in enumerate(cells):
        # Equal pages make equal notebooks; Colab looks for the name in the metadata.
        cell.id = cell.metadata["id"] = f"cell-{index}"
    folded = [cell.id for cell in cells if "jp-MarkdownHeadingCollapsed" in cell.metadata]
    metadata = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "colab": {"collapsed_sections": folded},
    }
    made: NotebookNode = new_notebook(cells=cells, metadata=metadata)
    return made


def write(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the notebook of a page that has been resolved."""
    if app.builder.name != "html":
        return
    path = Path(app.outdir, "notebooks", f"{docname}.ipynb")
    path.unlink(missing_ok=True)
    if is_executable(doctree):
        path.parent.mkdir(exist_ok=True)
        set_up = SET_UP.format(
            comment=app.config.notebook_words["set_up"], source=app.config.notebook_source
        )
        nbformat.write(notebook(set_up, Translator(app, docname).blocks(doctree)), path)


def setup(app: Sphinx) -> dict[str, bool]:
    """Write a notebook of every page."""
    # Without a repository the folder that the notebooks came in.
    app.add_config_value("notebook_source", "..", "html")
    app.add_config_value("notebook_words", {}, "html")
    app.connect("doctree-resolved", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
