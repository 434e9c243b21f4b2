"""Translate a page, as Sphinx has resolved it, into the Markdown that all notebook readers share.

JupyterLab, Notebook, VS Code and Colab know CommonMark, tables, mathematics and plain HTML, but
no directives, labels and numbers. So references become links, numbers are counted, and every
character that means something in Markdown is escaped.
"""

# Every node has its method; a docstring for each would repeat its name.

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from mimetypes import guess_type
from pathlib import Path
from string import punctuation
from typing import Any
from unicodedata import category
from urllib.parse import quote as percent_encode
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import admonitionlabels, get_translation
from sphinx.util import logging

from book._ext.doctree import is_code
from book._ext.medium import holds
from book._ext.outputs import size
from book._ext.search import words

logger = logging.getLogger(__name__)

# HTML knows no deeper heading, and Markdown takes more marks for text.
DEEPEST = 6
# KaTeX takes them alone, MathJax not between dollar signs.
NESTED = {"align": "aligned", "alignat": "alignedat", "gather": "gathered"}


@dataclass(frozen=True)
class Code:
    """A code cell; what the page hides is folded."""

    source: str
    folded: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading."""

    level: int
    text: str

    def __str__(self) -> str:
        """Return its Markdown; number signs at the end would be taken for its frame."""
        text = re.sub(r"#+$", lambda signs: signs[0].replace("#", r"\#"), self.text.rstrip(" \n\t"))
        return f"{'#' * self.level} {' '.join(text.split(chr(10)))}"


Block = str | Code | Heading


class Translator:
    """Translate the nodes of a page, each kind by the method of its class or of one above that.

    Methods `block_…` yield blocks, methods `inline_…` return text.
    """

    def __init__(self, app: Sphinx, docname: str) -> None:
        """Translate `docname` with the numbers and the address that the site gives it."""
        self.app = app
        self.numbers = app.env.toc_fignumbers.get(docname, {})
        base = app.config.html_baseurl
        self.address = base and urljoin(base, app.builder.get_target_uri(docname))
        self.words: dict[str, str] = app.config.notebook_words

    def blocks(self, siblings: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate block by block."""
        for node in siblings:
            yield from self.rule("block", node)(node)

    def texts(self, siblings: Iterable[nodes.Node]) -> list[str]:
        """Translate what can hold no cell: an item of a list, a cell of a table, a box."""
        return [text for block in self.blocks(siblings) if (text := as_text(block))]

    def inline(self, parent: nodes.Element) -> str:
        """Translate the text of `parent`."""
        children = list(flat(parent))
        texts = [self.rule("inline", node)(node) for node in children]
        # Backwards: whether an asterisk is a mark depends on what stands after it in the end.
        for index in reversed(range(len(children))):
            if isinstance(children[index], nodes.emphasis | nodes.strong):
                mark = "*" if isinstance(children[index], nodes.emphasis) else "**"
                before, after = "".join(texts[:index]), "".join(texts[index + 1 :])
                texts[index] = emphasise(mark, texts[index], before, after)
        return "".join(texts)

    def rule(self, place: str, node: nodes.Node) -> Callable[[Any], Any]:
        """Return the method that translates a node."""
        names = (f"{place}_{kind.__name__}" for kind in type(node).__mro__)
        return next((getattr(self, name) for name in names if hasattr(self, name)), self.unknown)

    def unknown(self, node: nodes.Node) -> str:
        """Warn of a node that would be lost."""
        logger.warning("notebook: no rule for %s", type(node).__name__, location=node)
        return ""

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure, an equation, an exercise or a theorem, if it has one."""
        numbers = self.numbers.get(kind, {})
        return ".".join(map(str, next((numbers[i] for i in node["ids"] if i in numbers), ())))

    def caption(self, kind: str, node: nodes.Element, text: str) -> str:
        """Return a caption, with the number of what it stands below."""
        number = self.number(kind, node)
        return f"{bold(self.app.config.numfig_format[kind] % number)} {text}" if number else text

    # Blocks

    def block_section(self, node: nodes.Element) -> Iterator[Block]:
        return self.blocks(node)

    block_only = block_definition_list = block_definition_list_item = block_section

    def block_title(self, node: nodes.title) -> Iterator[Block]:
        yield Heading(level(node), self.inline(node))

    def block_paragraph(self, node: nodes.Element) -> Iterator[Block]:
        if text := paragraph(self.inline(node)):
            yield text

    def block_container(self, node: nodes.container) -> Iterator[Block]:
        if is_code(node):
            for part in node.findall(nodes.container):
                # The other part is the output.
                if part.get("nb_element") == "cell_code_source":
                    folded = node.get("hide_mode") in ("all", "input")
                    yield Code(part.astext(), folded)
        elif holds(node, "notebook"):
            yield from self.blocks(node)

    def block_compound(self, node: nodes.compound) -> Iterator[Block]:
        # The table of contents.
        return iter(()) if "toctree-wrapper" in node["classes"] else self.blocks(node)

    def block_image(self, node: nodes.image) -> Iterator[Block]:
        yield self.inline_image(node)

    def block_figure(self, node: nodes.figure) -> Iterator[Block]:
        for child in node:
            if isinstance(child, nodes.caption):
                yield paragraph(self.caption("figure", node, self.inline(child)))
            # What a cell has drawn is drawn by running it.
            elif not isinstance(child, nodes.container):
                yield from self.blocks([child])

    def block_math_block(self, node: nodes.math_block) -> Iterator[Block]:
        tex = node.astext().strip()
        if node.get("nowrap"):
            environment = r"\\(begin|end)\{(\w+)\*?\}"
            tex = re.sub(environment, lambda m: nested(m[1], m[2]), tex).strip()
        number = self.number("displaymath", node) if node.get("number") else ""
        tag = f"\n\\tag{{{number}}}" if number else ""
        # A blank line would end the paragraph, and the formula with it.
        yield "$$\n" + re.sub(r"\n\s*\n", "\n", tex) + tag + "\n$$"

    def block_literal_block(self, node: nodes.Element) -> Iterator[Block]:
        language = node.get("language", "")
        yield fence(node.astext(), "" if language in ("default", "none") else language)

    def block_raw(self, node: nodes.raw) -> Iterator[Block]:
        # A blank line would end it before its time.
        if text := re.sub(r"\n\s*\n", "\n", self.inline_raw(node)).strip():
            yield text

    def block_transition(self, node: nodes.transition) -> Iterator[Block]:
        yield "---"

    def block_bullet_list(self, node: nodes.bullet_list) -> Iterator[Block]:
        marker = "*" if follows_its_like(node) else "-"
        yield "\n".join(self.item(marker, item) for item in elements(node))

    def block_enumerated_list(self, node: nodes.enumerated_list) -> Iterator[Block]:
        mark = ")" if follows_its_like(node) else "."
        items = enumerate(elements(node), node.get("start", 1))
        yield "\n".join(self.item(f"{number}{mark}", item) for number, item in items)

    def item(self, marker: str, item: nodes.Element) -> str:
        """Translate an item of a list."""
        text = "\n\n".join(self.texts(item))
        return f"{marker} {indented(text, len(marker) + 1)}".rstrip()

    def block_term(self, node: nodes.term) -> Iterator[Block]:
        yield bold(self.inline(node))

    def block_block_quote(self, node: nodes.Element) -> Iterator[Block]:
        yield quote(self.texts(node))

    block_definition = block_block_quote

    def block_table(self, node: nodes.table) -> Iterator[Block]:
        for title in node.findall(nodes.title):
            yield paragraph(self.caption("table", node, self.inline(title)))
        rows = list(node.findall(nodes.row))
        texts = [[self.cell(entry) for entry in elements(row)] for row in rows]
        # Markdown has no table without headings.
        first, *others = texts if node.next_node(nodes.thead) else [[""] * len(texts[0]), *texts]
        rule = [alignment(entry) for entry in elements(rows[0])]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in [first, rule, *others])

    def cell(self, entry: nodes.Element) -> str:
        """Translate a cell of a table; Markdown has none that span others."""
        if "morecols" in entry or "morerows" in entry or next(entry.findall(is_block), None):
            self.unknown(entry)
        return without_bars("<br>".join(" ".join(text.split("\n")) for text in self.texts(entry)))

    def block_footnote(self, node: nodes.Element) -> Iterator[Block]:
        label, *content = elements(node)
        first, *others = self.texts(content) or [""]
        yield f"<sup>{self.inline(label)}</sup> {first}"
        yield from others

    def block_Invisible(self, node: nodes.Node) -> Iterator[Block]:
        return iter(())

    # Boxes

    def block_Admonition(self, node: nodes.Element) -> Iterator[Block]:
        title, content = str(admonitionlabels.get(node.tagname, "")), node.children
        if node.children and isinstance(node[0], nodes.title):
            title, content = self.inline(node[0]), node[1:]
        if "countertype" in node:  # a theorem, a lemma, …
            kind = get_translation("proof")(node["realtype"].title())
            title = f"{kind} {self.number(node['countertype'], node)}{title}"
        yield quote([*([bold(title)] if title else []), *self.texts(content)])

    block_sidebar = block_Admonition

    def block_exercise_enumerable_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        name = title["title"] % self.number("exercise", node)
        yield Heading(level(title), f"{name}{self.inline(title)}")
        yield from self.blocks(content)

    def block_fold(self, node: nodes.Element) -> Iterator[Block]:
        # Cells can be folded in JupyterLab, Notebook and Colab; VS Code takes no fold of cells from
        # a file. All of them fold text by the means of HTML, so the code is text, too.
        title, *content = elements(node)
        blocks = list(self.blocks(content))
        if any(isinstance(block, Code) for block in blocks):
            blocks.append(self.words["to_run"])
        text = "\n\n".join(filter(None, map(as_text, blocks)))
        summary = escape("".join(words(title)), quote=False)
        yield f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"

    # Text

    def inline_Text(self, node: nodes.Text) -> str:
        return escaped(node.astext())

    def inline_math(self, node: nodes.math) -> str:
        return f"${on_one_line(node.astext())}$"

    def inline_literal(self, node: nodes.literal) -> str:
        return code(node.astext())

    def inline_inline(self, node: nodes.Element) -> str:
        return self.inline(node)

    # Their marks depend on what stands around them.
    inline_emphasis = inline_strong = inline_target = inline_inline

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        return f"<sup>{self.inline(node)}</sup>"

    def inline_raw(self, node: nodes.raw) -> str:
        return node.astext() if "html" in node["format"].split() else ""

    def inline_image(self, node: nodes.image) -> str:
        # Its data, for a notebook travels alone, and Colab knows no attachments. In Markdown's own
        # form VS Code drops what is escaped, and whole pictures that are SVG.
        path = Path(self.app.srcdir, node["uri"])
        if not path.is_file():
            return self.unknown(node)
        data = f"data:{guess_type(path)[0]};base64,{b64encode(path.read_bytes()).decode()}"
        alt = escape(" ".join(node.get("alt", "").split())).replace("|", "&#124;")
        asked = {name: node[name] for name in ("width", "height") if name in node}
        if percent := node.get("scale"):
            asked = {name: scaled(length, percent) for name, length in (size(path) | asked).items()}
        told = "".join(f' {name}="{length}"' for name, length in asked.items())
        return f'<img src="{data}" alt="{alt}"{told}>'

    def inline_reference(self, node: nodes.reference) -> str:
        text = self.inline(node)
        # A page that links to itself has an empty address.
        address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
        if node.get("internal") or "refuri" not in node:
            # Without an address of the published book there is nothing to lead to.
            return link(text, urljoin(self.address, address)) if self.address else text
        return link(text, address)

    def inline_download_reference(self, node: nodes.Element) -> str:
        text = self.inline(node)
        if "refuri" in node:
            return link(text, node["refuri"])
        if "filename" not in node:
            return self.unknown(node)
        # Without an address of the published book there is nothing to lead to.
        address = urljoin(self.app.config.html_baseurl, f"_downloads/{node['filename']}")
        return link(text, address) if self.address else text

    def inline_Invisible(self, node: nodes.Node) -> str:
        return ""


def flat(parent: nodes.Element) -> Iterator[nodes.Node]:
    """Return the children of a node; of spans, which leave no mark in Markdown, their own."""
    for node in parent:
        if type(node) is nodes.inline:
            yield from flat(node)
        else:
            yield node


def follows_its_like(node: nodes.Element) -> bool:
    """Tell whether a list stands right below one of its kind, which its items would be added to.

    Of more than two below each other, every other one does.
    """
    before = [each for each in node.parent[: node.parent.index(node)] if not is_silent(each)]
    return bool(before) and type(before[-1]) is type(node) and not follows_its_like(before[-1])


def is_block(node: nodes.Node) -> bool:
    """Tell whether a node needs lines of its own, which a cell of a table has not."""
    return isinstance(node, nodes.Sequential | nodes.literal_block | nodes.block_quote)


def is_silent(node: nodes.Node) -> bool:
    """Tell whether a node leaves nothing in a notebook."""
    return isinstance(node, nodes.Invisible)


def elements(parent: nodes.Element) -> list[nodes.Element]:
    """Return the children of a node that holds no text of its own."""
    return [child for child in parent if isinstance(child, nodes.Element)]


def level(title: nodes.Element) -> int:
    """Return the level of a title: how many sections and boxes it stands in."""
    depth, node = 0, title.parent
    while not isinstance(node, nodes.document):
        depth, node = depth + 1, node.parent
    return min(depth, DEEPEST)


def scaled(length: str, percent: int) -> str:
    """Return a length, as "300px", made so large."""
    unit = length.lstrip("0123456789.")
    return f"{float(length.removesuffix(unit)) * percent / 100:g}{unit}"


def alignment(entry: nodes.Element) -> str:
    """Return how the column below a cell is aligned, as Markdown says it."""
    marks = {"text-left": ":--", "text-center": ":-:", "text-right": "--:"}
    return next((marks[name] for name in entry["classes"] if name in marks), "---")


def as_text(block: Block) -> str:
    """Return a block as text, where no cell can be."""
    if isinstance(block, Code):
        return fence(block.source, "python")
    if isinstance(block, Heading):
        return bold(block.text)
    return block


def on_one_line(tex: str) -> str:
    """Return a formula on one line, where a comment would swallow what follows it."""
    return " ".join(re.sub(r"(?<!\\)%.*", "", tex).split())


def quote(texts: Iterable[str]) -> str:
    """Set text off from its surroundings."""
    # Readers that take mathematics out first would find the marks of the quotation in it.
    whole = (on_one_line(text) if text.startswith("$$") else text for text in texts)
    return re.sub(r"(?m)^> $", ">", re.sub(r"(?m)^", "> ", "\n\n".join(whole)))


def escaped(text: str) -> str:
    """Escape what means something in Markdown, wherever it stands.

    Readers look for mathematics before and after they read Markdown: in an element of its own, no
    sign pairs with another. And some make links of all that looks like an address.
    """
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = re.sub(r"([`*_<\[\]|~]|!$)", r"\\\1", text.replace("\\", "\0"))
    text = text.replace("$", r"<span>\$</span>").replace("\0", "<span>&#92;</span>")
    text = re.sub(r"(?<=\w):(?=//)|(?<=\bwww)\.", r"\\\g<0>", text)
    return text.replace("\N{NO-BREAK SPACE}", "&nbsp;")


def paragraph(text: str) -> str:
    """Escape what means something at the start of a line, where blanks mean something, too."""
    text = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", text).strip("\n")
    text = re.sub(r"\n{2,}", "\n", text)  # an empty line would end the paragraph
    text = re.sub(r"(?m)^([#>+=:-])", r"\\\1", text)
    return re.sub(r"(?m)^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


def emphasise(mark: str, text: str, before: str, after: str) -> str:
    """Emphasise text; between a mark of punctuation and a letter asterisks would be no marks."""
    if flanks(before[-1:], text[:1]) and flanks(after[:1], text[-1:]):
        return f"{mark}{text}{mark}"
    tag = {"*": "em", "**": "strong"}[mark]
    return f"<{tag}>{text}</{tag}>"


def flanks(outer: str, inner: str) -> bool:
    """Tell whether an asterisk between two characters is the mark of an emphasis.

    Readers agree that punctuation keeps letters off; of other signs some think so, some not.
    """
    if not inner or inner.isspace() or "*" in (outer, inner):
        return False
    return category(inner)[0] not in "PS" or not outer or outer.isspace() or outer in punctuation


def bold(text: str) -> str:
    """Return a line in bold."""
    return emphasise("**", " ".join(text.split()), "", "")


def code(text: str) -> str:
    """Return a span of code, in more backticks than it holds in a row."""
    text = text.replace("\n", " ")
    ticks = "`" * (longest("`", text) + 1)
    blank = " " if "`" in (text[0], text[-1]) or text[0] == text[-1] == " " else ""
    return f"{ticks}{blank}{text}{blank}{ticks}"


def fence(text: str, language: str) -> str:
    """Return a block of code, in more backticks than it holds in a row."""
    ticks = "`" * max(3, longest("`", text) + 1)
    return f"{ticks}{language}\n{text.removesuffix(chr(10))}\n{ticks}"


def longest(character: str, text: str) -> int:
    """Return how often a character stands in a row, at most."""
    return max(map(len, re.findall(f"{character}+", text)), default=0)


def link(text: str, address: str) -> str:
    """Return a link; blanks, parentheses and angles would end its address."""
    return f"[{text}]({percent_encode(address, safe=SAFE)})"


# All that an address may hold but what ends it in Markdown or a cell of a table.
SAFE = ":/?#@!$&'*+,;=%~-._"


def indented(text: str, width: int) -> str:
    """Indent all lines but the first."""
    return re.sub(r"\n(?=.)", "\n" + " " * width, text)


def nested(side: str, environment: str) -> str:
    """Return the beginning or the end of an environment as it stands within a formula."""
    name = NESTED.get(environment, environment)
    return "" if environment in ("equation", "multline") else rf"\{side}{{{name}}}"


def without_bars(text: str) -> str:
    """Write the bars of mathematics in words, and escape others: in a table a bar ends the cell."""
    words = {"|": r"\vert ", r"\|": r"\Vert "}
    text = re.sub(
        r"(?<!\\)\$[^$]+\$",
        lambda formula: re.sub(r"\\?\|", lambda bar: words[bar[0]], formula[0]),
        text,
    )
    return re.sub(r"(?<!\\)\|", r"\\|", text)
