"""Solutions that fold by the browser's own means, without a script."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node


def visit(translator: HTML5Translator, node: solution_node) -> None:
    """Open the fold; its summary names the exercise."""
    title = node.next_node(nodes.title)
    node.remove(title)
    exercise = title.next_node(nodes.reference).astext().strip()
    translator.body.append(translator.starttag(node, "details"))
    summary = translator.encode(_("Solution to %s") % exercise)
    translator.body.append(f"<summary>{summary}</summary>\n")


def depart(translator: HTML5Translator, node: solution_node) -> None:
    """Close the fold."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Draw solutions our way."""
    app.add_node(solution_node, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
