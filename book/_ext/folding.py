"""Solutions that fold by the browser's own means, without a script."""

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node


def visit(translator: HTML5Translator, node: solution_node) -> None:
    """Open the fold; its summary names the exercise."""
    exercise = exercise_of(node)
    node.remove(node.next_node(nodes.title))
    translator.body.append(translator.starttag(node, "details"))
    summary = translator.encode(_("Solution to %s") % exercise)
    translator.body.append(f"<summary>{summary}</summary>\n")


def depart(translator: HTML5Translator, node: solution_node) -> None:
    """Close the fold."""
    translator.body.append("</details>\n")


def exercise_of(solution: solution_node) -> str:
    """Return the name of a solution's exercise."""
    reference = solution.next_node(nodes.title).next_node(nodes.reference)
    if reference is None:
        source, line = get_source_line(solution)
        raise SphinxError(f"{source}:{line}: a solution of an exercise that is not there")
    return str(reference.astext()).strip()


def setup(app: Sphinx) -> dict[str, bool]:
    """Draw solutions our way."""
    app.add_node(solution_node, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
