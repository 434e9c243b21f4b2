"""Asides in the margin; and solutions, hints, answers, hidden cells that fold without a script."""

from docutils import nodes
from docutils.parsers.rst.directives.body import Sidebar
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import _, admonitionlabels
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx_exercise.nodes import exercise_end_node, solution_node, solution_start_node

logger = logging.getLogger(__name__)

FOLDED = {"dropdown", "toggle"}
# What myst-nb calls the parts of a cell, what its tags call them, and what readers do.
PARTS = {"cell_code_source": ("input", "Code"), "cell_code_output": ("output", "Output")}


class fold(nodes.General, nodes.Element):
    """A box that is to be unfolded: a title, and what it hides."""


class FoldBoxes(SphinxPostTransform):
    """Make a fold of every solution, of every box of the class `dropdown` or `toggle`, and of what
    the tags of a cell hide.
    """

    # After sphinx-exercise has resolved, at 22, what a solution is called. Before myst-nb hides
    # cells, at 199: its folds have two labels, of which a style sheet of its own shows one.
    default_priority = 198
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Fold them all."""
        for part in list(self.document.findall(nodes.container)):
            tag, summary = PARTS.get(part.get("nb_element"), ("", ""))
            hidden = part.parent.get("hide_mode") or ""
            if tag and (tag in hidden or hidden == "all"):
                part.parent.replace(part, fold("", nodes.title("", _(summary)), part))
        for box in list(self.document.findall(nodes.Element)):
            label = admonitionlabels.get(box.tagname)
            if isinstance(box, exercise_end_node | solution_start_node):
                source, line = get_source_line(box)
                raise SphinxError(f"{source}:{line}: a heading stands before its end")
            if isinstance(box, solution_node):
                before, after = (_("Solution to %s") % "\0").split("\0")
                name = [child.deepcopy() for child in exercise_of(box).children]
                name[0] = nodes.Text(name[0].astext().lstrip())
                title: list[nodes.Node] = [nodes.title("", before, *name, nodes.Text(after))]
                box.remove(box.next_node(nodes.title))
            elif (label or has_title(box)) and FOLDED & set(box["classes"]):
                title = [nodes.title("", str(label))] if label else []
            else:
                continue
            folded = fold("", *title, *box.children, **box.attributes)
            folded.source, folded.line = box.source, box.line
            box.replace_self(folded)
            for note in folded.findall(nodes.footnote_reference):
                logger.warning(
                    "a note of what is folded stands open at the page's end: say it in the fold",
                    location=note,
                )


def has_title(box: nodes.Element) -> bool:
    """Tell whether this is an admonition with a title of its own; a proof is one without."""
    return type(box) is nodes.admonition and isinstance(box.next_node(), nodes.title)


def exercise_of(solution: solution_node) -> nodes.reference:
    """Return the reference to a solution's exercise, which names it."""
    reference = solution.next_node(nodes.title).next_node(nodes.reference)
    if not isinstance(reference, nodes.reference):
        source, line = get_source_line(solution)
        raise SphinxError(f"{source}:{line}: a solution of an exercise that is not there")
    return reference


def setup(app: Sphinx) -> None:
    """Fold boxes as pages are resolved; the style sheet puts sidebars into the margin."""
    app.add_directive("margin", Sidebar)
    app.add_post_transform(FoldBoxes)
