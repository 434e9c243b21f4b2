"""Translate a page, as Sphinx has resolved it, into the Markdown that all notebook readers share.

JupyterLab, Notebook, VS Code and Colab know CommonMark, tables, mathematics and plain HTML, but
no directives, labels and numbers. So references become links, numbers are counted, and every
character that means something in Markdown is escaped.
"""

# Every node has its method; a docstring for each would repeat its name.

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from mimetypes import guess_type
from pathlib import Path
from string import punctuation
from unicodedata import category
from urllib.parse import quote as percent_encode
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import admonitionlabels, get_translation
from sphinx.util import logging

logger = logging.getLogger(__name__)

# HTML knows no deeper heading, and Markdown takes more marks for text.
DEEPEST = 6
EMPHASIS = {"emphasis": ("*", "em"), "literal_emphasis": ("*", "em"), "strong": ("**", "strong")}
EMPHASIS["literal_strong"] = EMPHASIS["strong"]
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
    """Translate the nodes of a page, each kind by the method of its name.

    Methods `block_…` yield blocks, methods `inline_…` return text.
    """

    def __init__(self, app: Sphinx, docname: str) -> None:
        """Translate `docname` with the numbers and the address that the site gives it."""
        self.app = app
        self.numbers = app.env.toc_fignumbers.get(docname, {})
        self.base = app.config.html_baseurl
        self.address = self.base and urljoin(self.base, app.builder.get_target_uri(docname))
        self.words: dict[str, str] = app.config.notebook_words

    def blocks(self, siblings: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate block by block."""
        for node in siblings:
            yield from getattr(self, f"block_{type(node).__name__}", self.unknown)(node)

    def texts(self, siblings: Iterable[nodes.Node]) -> list[str]:
        """Translate what can hold no cell: an item of a list, a cell of a table."""
        return [text for block in self.blocks(siblings) if (text := as_text(block))]

    def inline(self, parent: nodes.Element) -> str:
        """Translate the text of `parent`."""
        children = list(flat(parent))
        texts = [
            getattr(self, f"inline_{type(node).__name__}", self.unknown)(node) for node in children
        ]
        for index, node in enumerate(children):
            kind = type(node).__name__
            if kind in EMPHASIS:
                after = next(filter(None, texts[index + 1 :]), "")
                if type(node.next_node(descend=False, siblings=True)).__name__ in EMPHASIS:
                    after = "*"
                texts[index] = emphasise(kind, texts[index], "".join(texts[:index]), after)
        return "".join(texts)

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

    def block_section(self, node: nodes.section) -> Iterator[Block]:
        return self.blocks(node)

    block_glossary = block_hlist = block_hlistcol = block_only = block_section

    def block_title(self, node: nodes.title) -> Iterator[Block]:
        yield Heading(level(node), self.inline(node))

    def block_subtitle(self, node: nodes.Element) -> Iterator[Block]:
        yield bold(self.inline(node))

    block_rubric = block_centered = block_sd_tab_label = block_subtitle

    def block_paragraph(self, node: nodes.Element) -> Iterator[Block]:
        if text := paragraph(self.inline(node)):
            yield text

    block_PassthroughTextElement = block_paragraph

    def block_container(self, node: nodes.container) -> Iterator[Block]:
        if "page-only" in node["classes"]:
            return
        if not is_code(node):
            yield from self.blocks(node)
        for part in node.findall(nodes.container):
            # The other part is the output.
            if is_code(node) and part.get("nb_element") == "cell_code_source":
                yield Code(part.astext(), folded=node.get("hide_mode") in ("all", "input"))

    def block_compound(self, node: nodes.compound) -> Iterator[Block]:
        # The table of contents is one, too.
        return iter(()) if "toctree-wrapper" in node["classes"] else self.blocks(node)

    def block_image(self, node: nodes.image) -> Iterator[Block]:
        yield self.inline_image(node)

    def block_reference(self, node: nodes.reference) -> Iterator[Block]:
        # A picture that is a link.
        yield self.inline_reference(node)

    def block_figure(self, node: nodes.figure) -> Iterator[Block]:
        for child in node:
            if isinstance(child, nodes.caption):
                yield paragraph(self.caption("figure", node, self.inline(child)))
            # What a cell has drawn is drawn by running it.
            elif not isinstance(child, nodes.container):
                yield from self.blocks([child])

    def block_legend(self, node: nodes.Element) -> Iterator[Block]:
        return self.blocks(node)

    def block_caption(self, node: nodes.caption) -> Iterator[Block]:
        # Of a listing; a figure translates its own.
        yield paragraph(self.caption("code-block", node.parent, self.inline(node)))

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

    def block_doctest_block(self, node: nodes.Element) -> Iterator[Block]:
        yield fence(node.astext(), "pycon")

    def block_raw(self, node: nodes.raw) -> Iterator[Block]:
        # A blank line would end it before its time.
        if text := re.sub(r"\n\s*\n", "\n", self.inline_raw(node)).strip():
            yield text

    def block_transition(self, node: nodes.transition) -> Iterator[Block]:
        yield "---"

    def block_line_block(self, node: nodes.line_block) -> Iterator[Block]:
        yield "<br>\n".join(self.lines(node))

    def lines(self, node: nodes.line_block, indent: str = "") -> Iterator[str]:
        """Translate the lines of a verse; those of a verse within are further in."""
        for line in elements(node):
            if isinstance(line, nodes.line_block):
                yield from self.lines(line, f"{indent}&emsp;")
            else:
                yield indent + paragraph(self.inline(line))

    def block_bullet_list(self, node: nodes.bullet_list) -> Iterator[Block]:
        # A list right after another would be taken for its continuation.
        yield self.items(node, ["*" if follows_its_like(node) else "-"] * len(elements(node)))

    def block_enumerated_list(self, node: nodes.enumerated_list) -> Iterator[Block]:
        start, mark = node.get("start", 1), ")" if follows_its_like(node) else "."
        yield self.items(node, [f"{start + k}{mark}" for k in range(len(elements(node)))])

    def items(self, node: nodes.Element, markers: list[str]) -> str:
        """Translate the items of a list."""
        texts = []
        for marker, item in zip(markers, elements(node), strict=True):
            text = "\n\n".join(self.texts(item))
            texts.append(f"{marker} {indented(text, len(marker) + 1)}".rstrip())
        return "\n".join(texts)

    def block_definition_list(self, node: nodes.definition_list) -> Iterator[Block]:
        for item in elements(node):
            for part in elements(item):
                if isinstance(part, nodes.definition):
                    yield from quote(self.blocks(part))
                elif isinstance(part, nodes.term):
                    yield bold(self.inline(part))
                else:
                    yield emphasise("emphasis", self.inline(part), "", "")

    def block_field_list(self, node: nodes.field_list) -> Iterator[Block]:
        for name, body in map(elements, elements(node)):
            yield bold(self.inline(name))
            yield from quote(self.blocks(body))

    def block_table(self, node: nodes.table) -> Iterator[Block]:
        for title in node.findall(nodes.title):
            yield paragraph(self.caption("table", node, self.inline(title)))
        heads, rows = (
            self.rows([row for part in node.findall(kind) for row in elements(part)])
            for kind in (nodes.thead, nodes.tbody)
        )
        width = max(map(len, heads + rows))
        # Markdown has one row of headings, and no table without.
        first, *others = heads or [[""] * width]
        more = [[bold(cell) if cell else "" for cell in row] for row in others]
        rule = self.alignments(node, width)
        lines = [cells + [""] * (width - len(cells)) for cells in [first, rule, *more, *rows]]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def rows(self, rows: list[nodes.Element]) -> list[list[str]]:
        """Translate rows of a table; a cell that spans others leaves them empty."""
        texts = []
        taken: dict[int, int] = {}  # in how many rows more a column is taken by a cell above
        for row in rows:
            cells: list[str] = []
            entries = elements(row)
            while entries or taken.get(len(cells)):
                if taken.get(len(cells)):
                    taken[len(cells)] -= 1
                    cells.append("")
                    continue
                entry = entries.pop(0)
                text = "<br>".join(" ".join(text.split("\n")) for text in self.texts(entry))
                for part in [without_bars(text), *[""] * entry.get("morecols", 0)]:
                    taken[len(cells)] = entry.get("morerows", 0)
                    cells.append(part)
            texts.append(cells)
        return texts

    def alignments(self, node: nodes.table, width: int) -> list[str]:
        """Return the line below the headings, which says how the columns are aligned."""
        marks = {"text-left": ":--", "text-center": ":-:", "text-right": "--:"}
        row = next(node.findall(nodes.row), nodes.row())
        classes = [entry["classes"] for entry in elements(row)]
        rule = [next((marks[name] for name in names if name in marks), "---") for names in classes]
        return (rule + ["---"] * width)[:width]

    def block_block_quote(self, node: nodes.block_quote) -> Iterator[Block]:
        return quote(self.blocks(node))

    def block_attribution(self, node: nodes.attribution) -> Iterator[Block]:
        yield f"— {self.inline(node)}"

    def block_footnote(self, node: nodes.Element) -> Iterator[Block]:
        label, *content = elements(node)
        first, *others = self.texts(content) or [""]
        yield f"<sup>{self.inline(label)}</sup> {first}"
        yield from others

    def block_citation(self, node: nodes.citation) -> Iterator[Block]:
        # The text cites by name and year.
        return self.blocks(elements(node)[1:])

    def nothing(self, node: nodes.Node) -> Iterator[Block]:
        return iter(())

    # What Sphinx keeps for itself.
    block_comment = block_index = block_target = block_substitution_definition = nothing
    block_highlightlang = block_tabular_col_spec = block_meta = block_sd_tab_input = nothing

    # Boxes

    def block_admonition(self, node: nodes.Element) -> Iterator[Block]:
        if node.tagname in admonitionlabels:
            return self.box(str(admonitionlabels[node.tagname]), node)
        if isinstance(node[0], nodes.title):
            return self.box(self.inline(node[0]), node[1:])
        return quote(self.blocks(node))

    block_sidebar = block_topic = block_admonition
    block_attention = block_caution = block_danger = block_error = block_hint = block_admonition
    block_important = block_note = block_seealso = block_tip = block_warning = block_admonition

    def block_theorem_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        kind = get_translation("proof")(node["realtype"].title())
        number = self.number(node["countertype"], node)
        return self.box(f"{kind} {number}{self.inline(title)}", content)

    block_algorithm_node = block_assumption_node = block_axiom_node = block_theorem_node
    block_conjecture_node = block_corollary_node = block_criterion_node = block_theorem_node
    block_definition_node = block_example_node = block_lemma_node = block_theorem_node
    block_notation_node = block_observation_node = block_property_node = block_theorem_node
    block_proposition_node = block_remark_node = block_unenumerable_node = block_theorem_node

    def block_proof_node(self, node: nodes.Element) -> Iterator[Block]:
        return self.blocks(node)

    def box(self, title: str, content: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate a box with a title."""
        return quote([*([bold(title)] if title else []), *self.blocks(content)])

    def block_exercise_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        yield Heading(level(title), self.inline(title))
        yield from self.blocks(content)

    def block_exercise_enumerable_node(self, node: nodes.Element) -> Iterator[Block]:
        title, content = elements(node)
        name = title["title"] % self.number("exercise", node)
        yield Heading(level(title), f"{name}{self.inline(title)}")
        yield from self.blocks(content)

    # Folds

    def block_fold(self, node: nodes.Element) -> Iterator[Block]:
        title, *content = elements(node)
        return self.fold(title.astext(), content)

    def block_dropdown_main(self, node: nodes.Element) -> Iterator[Block]:
        title, *content = elements(node)
        words = [inner.astext() for inner in title.findall(nodes.Text)]
        return self.fold("".join(w for w in words if not w.startswith("<svg")), content)

    def fold(self, summary: str, content: Iterable[nodes.Node]) -> Iterator[Block]:
        """Translate what is not to be seen before it is unfolded.

        Cells can be folded in JupyterLab, Notebook and Colab; VS Code takes no fold of cells from a
        file. All of them fold text by the means of HTML, so the code is text, too.
        """
        blocks = list(self.blocks(content))
        if any(isinstance(block, Code) for block in blocks):
            blocks.append(self.words["to_run"])
        yield details(summary, blocks)

    # Text

    def inline_Text(self, node: nodes.Text) -> str:
        return escaped(node.astext())

    def inline_math(self, node: nodes.math) -> str:
        return f"${' '.join(node.astext().split())}$"

    def inline_literal(self, node: nodes.literal) -> str:
        if "kbd" in node["classes"]:
            return f"<kbd>{escaped(node.astext())}</kbd>"
        return code(node.astext())

    def inline_inline(self, node: nodes.Element) -> str:
        return self.inline(node)

    inline_emphasis = inline_strong = inline_literal_emphasis = inline_literal_strong = (
        inline_inline
    )
    inline_target = inline_title_reference = inline_generated = inline_inline

    def inline_superscript(self, node: nodes.superscript) -> str:
        return f"<sup>{self.inline(node)}</sup>"

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        return f"<sup>{self.inline(node)}</sup>"

    def inline_subscript(self, node: nodes.subscript) -> str:
        return f"<sub>{self.inline(node)}</sub>"

    def inline_abbreviation(self, node: nodes.Element) -> str:
        meaning = escape(node.get("explanation", ""))
        return f'<abbr title="{meaning}">{self.inline(node)}</abbr>'

    def inline_raw(self, node: nodes.raw) -> str:
        return node.astext() if "html" in node["format"].split() else ""

    def inline_image(self, node: nodes.image) -> str:
        # In Markdown's own form VS Code drops what is escaped, and whole pictures that are SVG.
        alt = escape(" ".join(node.get("alt", "").split())).replace("|", "&#124;")
        width = f' width="{node["width"]}"' if "width" in node else ""
        return f'<img src="{self.embedded(node)}" alt="{alt}"{width}>'

    def embedded(self, node: nodes.image) -> str:
        """Return the address of a picture: its data, for a notebook travels alone.

        Colab knows no attachments.
        """
        candidates: dict[str, str] = node.get("candidates", {})
        supported = self.app.builder.supported_image_types
        uri = candidates.get("*") or next((candidates[t] for t in supported if t in candidates), "")
        path = Path(self.app.srcdir, uri or node["uri"])
        if not path.is_file():
            return str(node["uri"])
        return f"data:{guess_type(path)[0]};base64,{b64encode(path.read_bytes()).decode()}"

    def inline_reference(self, node: nodes.reference) -> str:
        text = self.inline(node)
        # A page that links to itself has an empty address.
        address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
        if node.get("internal") or "refuri" not in node:
            # Without an address of the published book there is nothing to lead to.
            return link(text, urljoin(self.address, address)) if self.address else text
        return link(text, address)

    inline_number_reference = inline_reference

    def inline_download_reference(self, node: nodes.Element) -> str:
        text = self.inline(node)
        file = node.get("filename")
        return link(text, urljoin(self.base, f"_downloads/{file}")) if self.base and file else text

    def inline_index(self, node: nodes.Node) -> str:
        return ""

    inline_comment = inline_index


def flat(parent: nodes.Element) -> Iterator[nodes.Node]:
    """Return the children of a node; of spans, which leave no mark in Markdown, their own."""
    for node in parent:
        if type(node) is nodes.inline:
            yield from flat(node)
        else:
            yield node


def elements(parent: nodes.Element) -> list[nodes.Element]:
    """Return the children of a node that holds no text of its own."""
    return [child for child in parent if isinstance(child, nodes.Element)]


def is_code(node: nodes.Element) -> bool:
    """Tell whether a node is a code cell."""
    return bool(node.get("nb_element") == "cell_code")


def level(title: nodes.Element) -> int:
    """Return the level of a title: how many sections and boxes it stands in."""
    depth, node = 0, title.parent
    while not isinstance(node, nodes.document):
        depth, node = depth + 1, node.parent
    return min(depth, DEEPEST)


def follows_its_like(node: nodes.Element) -> bool:
    """Tell whether a list stands right below another of its kind."""
    before = node.parent[: node.parent.index(node)]
    seen = [n for n in before if not isinstance(n, nodes.Invisible)]
    return bool(seen) and type(seen[-1]) is type(node) and not follows_its_like(seen[-1])


def as_text(block: Block) -> str:
    """Return a block as text, where no cell can be."""
    if isinstance(block, Code):
        return fence(block.source, "python")
    if isinstance(block, Heading):
        return bold(block.text)
    return block


def details(summary: str, blocks: Iterable[Block]) -> str:
    """Return text that folds by the means of HTML, which all notebook readers know."""
    text = "\n\n".join(filter(None, map(as_text, blocks)))
    return f"<details>\n<summary>{escape(summary, quote=False)}</summary>\n\n{text}\n\n</details>"


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
        lines = "\n\n".join(texts).split("\n")
        yield "\n".join(f"> {line}" if line else ">" for line in lines)


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


def emphasise(kind: str, text: str, before: str, after: str) -> str:
    """Emphasise text; between a mark of punctuation and a letter asterisks would be no marks."""
    mark, tag = EMPHASIS[kind]
    if flanks(before[-1:], text[:1]) and flanks(after[:1], text[-1:]):
        return f"{mark}{text}{mark}"
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
    return emphasise("strong", " ".join(text.split()), "", "")


def code(text: str) -> str:
    """Return a span of code, in more backticks than it holds in a row."""
    text = text.replace("\n", " ")
    ticks = "`" * (longest("`", text) + 1)
    if not text.strip():
        return f"<code>{text.replace(' ', '&nbsp;')}</code>" if text else ""
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
