"""Solutions, hints and answers that fold by the browser's own means, without a script."""

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import _, admonitionlabels
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node

FOLDED = {"dropdown", "toggle"}


class fold(nodes.General, nodes.Element):
    """A box that is to be unfolded: a title, and what it hides."""


class FoldBoxes(SphinxPostTransform):
    """Make a fold of every box of the class `dropdown` or `toggle`."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Fold them all."""
        for box in list(self.document.findall(nodes.Element)):
            label = admonitionlabels.get(box.tagname)
            if (label or type(box) is nodes.admonition) and FOLDED & set(box["classes"]):
                title = [nodes.title("", str(label))] if label else []
                folded = fold("", *title, *box.children, **box.attributes)
                folded.source, folded.line = box.source, box.line
                box.replace_self(folded)


def visit_fold(translator: HTML5Translator, node: fold) -> None:
    """Open the fold; its title is the summary."""
    title, *_content = node.children
    translator.body.append(translator.starttag(node, "details"))
    translator.body.append("<summary>")
    for child in title.children:
        child.walkabout(translator)
    translator.body.append("</summary>\n")
    node.remove(title)


def visit(translator: HTML5Translator, node: solution_node) -> None:
    """Open the fold; its summary names the exercise."""
    exercise = exercise_of(node)
    node.remove(node.next_node(nodes.title))
    translator.body.append(translator.starttag(node, "details"))
    summary = translator.encode(_("Solution to %s") % exercise)
    translator.body.append(f"<summary>{summary}</summary>\n")


def depart(translator: HTML5Translator, node: nodes.Element) -> None:
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
    """Draw solutions and folds our way."""
    app.add_node(fold, html=(visit_fold, depart))
    app.add_node(solution_node, override=True, html=(visit, depart))
    app.add_post_transform(FoldBoxes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
