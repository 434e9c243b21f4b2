"""Formulas, drawn by KaTeX while the book is built; those that it cannot read are warned of.

The package `sphinxcontrib-katex` brings KaTeX itself. Its own extension draws what KaTeX cannot
read in red, an unknown command too, and says nothing to Sphinx.
"""

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from book._ext.search import tex_to_text
from book._ext.sections import ancestors

logger = logging.getLogger(__name__)


@cache
def server() -> Popen[str]:
    """Start KaTeX, once a build; it ends when its input does."""
    package = find_spec("sphinxcontrib.katex")
    assert package is not None, "it is declared in pyproject.toml"
    assert package.origin is not None, "it is a file"
    katex = Path(package.origin).with_name("katex.min.js")
    command = ["node", str(Path(__file__).with_name("katex.js")), str(katex)]
    return Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8")


def draw(node: nodes.math | nodes.math_block, display: bool) -> str:
    """Return the HTML of a formula, or warn of it."""
    pipe = server()
    assert pipe.stdin is not None, "it is a pipe"
    assert pipe.stdout is not None, "it is a pipe"
    print(json.dumps({"tex": node.astext(), "display": display}), file=pipe.stdin, flush=True)
    line = pipe.stdout.readline()
    if not line:
        raise SphinxError(f"KaTeX has ended, with the status {pipe.wait()}, at {node.astext()}")
    answer: dict[str, str] = json.loads(line)
    if "error" in answer:
        # It marks the place by underlining every letter of it.
        told = re.sub("[\u0332\u0331]", "", answer["error"])
        place = node if node.source else node.parent
        logger.warning("formula: %s: %s", node.astext(), told, location=place)
    return answer.get("html", "")


def visit(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within text."""
    words = translator.encode(tex_to_text(node.astext()))
    if words and any(isinstance(each, nodes.thead) for each in ancestors(node)):
        # Tools that read tables overlook formulas at the head of a column.
        translator.body.append(f'<span class="unseen">{words}</span>')
        node["html"] = {"aria-hidden": "true"}
    translator.body.append(translator.starttag(node, "span", "", CLASS="math"))
    translator.body.append(f"{draw(node, display=False)}</span>")
    raise nodes.SkipNode


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Permalink to this equation"))
        translator.body.append("</span>")
    translator.body.append(f"{draw(node, display=True)}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Draw formulas our way."""
    app.add_html_math_renderer("katex", (visit, None), (visit_display, None))
