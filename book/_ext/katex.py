"""Formulas, drawn by KaTeX while the book is built; those that it cannot read are warned of.

The package `sphinxcontrib-katex` brings KaTeX itself. Its own extension draws what KaTeX cannot
read in red, an unknown command too, and says nothing to Sphinx.
"""

import json
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from subprocess import PIPE, Popen
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from book._ext.doctree import ancestors

logger = logging.getLogger(__name__)

TIE = '<span class="together">'
# Fonts, each by what KaTeX writes where it takes a sign from it.
FONTS = {
    "Main-Regular": 'class="katex"',
    "Math-Italic": "mathnormal",
    "Main-Bold": "mathbf",
    "Math-BoldItalic": "boldsymbol",
    "Size1-Regular": "delimsizing size1|small-op",
    "Size2-Regular": "delimsizing size2|large-op",
    "Size3-Regular": "delimsizing size3",
}


@cache
def server() -> Popen[str]:
    """Start KaTeX, once a build; it ends when its input does."""
    katex = distribution("sphinxcontrib-katex").locate_file("sphinxcontrib/katex.min.js")
    command = ["node", str(Path(__file__).with_name("katex.js")), str(katex)]
    return Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8")


class Formula(NamedTuple):
    """A formula, drawn."""

    html: str  # what it looks like
    first: str  # its outer pieces, if they were asked for apart, and are not in `html`
    last: str
    text: str  # how it reads in a line of text, as "ŵ₀ = 1"


@cache
def draw(tex: str, display: bool = False, head: bool = False, tail: bool = False) -> Formula | str:
    """Return a formula, or what is wrong with it; apart what is tied to a head, or to a tail."""
    pipe = server()
    assert pipe.stdin is not None, "it is a pipe"
    assert pipe.stdout is not None, "it is a pipe"
    asked = {"tex": tex, "display": display, "head": head, "tail": tail}
    print(json.dumps(asked), file=pipe.stdin, flush=True)
    line = pipe.stdout.readline()
    if not line:
        raise SphinxError(f"KaTeX has ended, with the status {pipe.wait()}, at {tex}")
    answer: dict[str, str] = json.loads(line)
    return answer["error"] if "error" in answer else Formula(**answer)


def read(node: nodes.math | nodes.math_block) -> str:
    """Return how a formula reads in a line of text."""
    formula = draw(node.astext(), display=isinstance(node, nodes.math_block))
    return node.astext() if isinstance(formula, str) else formula.text


def write(node: nodes.math | nodes.math_block, **asked: bool) -> Formula:
    """Return a formula, or warn of it."""
    formula = draw(node.astext(), **asked)
    if not node.astext().strip():
        logger.warning("formula: empty", location=node)
    if isinstance(formula, str):
        # It marks the place by underlining every letter of it.
        told = re.sub("[\u0332\u0331]", "", formula)
        place = node if node.source else node.parent
        logger.warning("formula: %s: %s", node.astext(), told, location=place)
        return Formula("", "", "", "")
    return formula


def visit(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within text.

    Where it is tied to what stands beside it (`typography.NoBreak`), the tie holds its first or its
    last piece alone, so that a line may still break between the others.
    """
    place = node.parent.index(node) if "together" in node.parent["classes"] else -1
    head, tail = place > 0, 0 <= place < len(node.parent) - 1
    formula = write(node, head=head, tail=tail)
    # The tie has been opened in front of the formula; with a tail alone it is opened further on.
    opening = translator.body.pop() if tail and not head else ""
    if formula.text and any(isinstance(each, nodes.thead) for each in ancestors(node)):
        # Tools that read tables overlook formulas at the head of a column.
        words = translator.encode(formula.text)
        translator.body.append(f'<span class="unseen">{words}</span>')
        node["html"] = {"aria-hidden": "true"}
    if formula.first:
        translator.body.append(f"{formula.first}</span>")
        opening = TIE
    translator.body.append(translator.starttag(node, "span", "", CLASS="math"))
    translator.body.append(f"{formula.html}</span>{opening}{formula.last}")
    raise nodes.SkipNode


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Permalink to this equation"))
        translator.body.append("</span>")
    translator.body.append(f"{write(node, display=True).html}</div>")
    raise nodes.SkipNode


def fonts(html: str) -> list[str]:
    """Return the fonts of the formulas on a page.

    A browser that learns of one after it has laid out the page lays out all formulas once more.
    """
    return [font for font, sign in FONTS.items() if re.search(sign, html)]


def setup(app: Sphinx) -> None:
    """Draw formulas our way."""
    app.add_html_math_renderer("katex", (visit, None), (visit_display, None))
