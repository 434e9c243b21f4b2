"""A `caption` directive: names, numbers and describes the output of the code cell above it.

Words live in prose, so that code cells stay equal in all languages. The directive stands right
below the cell; the cell's output becomes a numbered figure, and its images get the `alt` text.
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from book._ext.doctree import is_output

logger = logging.getLogger(__name__)


class Caption(SphinxDirective):
    """The figure that the output above will move into."""

    has_content = True
    option_spec: ClassVar = {
        "name": directives.unchanged_required,
        "alt": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure, still without its picture."""
        missing = [option for option in ("name", "alt") if option not in self.options]
        if missing:
            raise self.error(f"caption: expected the option {', '.join(missing)}")
        content = self.parse_content_to_nodes()
        if len(content) != 1 or not isinstance(content[0], nodes.paragraph):
            raise self.error("caption: expected one paragraph of text")
        caption = nodes.caption("", "", *content[0].children)
        figure = nodes.figure("", caption, alt=self.options["alt"], classes=["from-cell"])
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure]


class MoveOutputs(SphinxTransform):
    """Move the output of the cell above each caption into the caption's figure."""

    # Before sphinx numbers figures, after myst-nb has filled the cells.
    default_priority = 5

    def apply(self, **kwargs: object) -> None:
        """Fill every caption's figure."""
        for figure in list(self.document.findall(nodes.figure)):
            if "from-cell" in figure["classes"]:
                self.fill(figure)

    def fill(self, figure: nodes.figure) -> None:
        """Move the output above `figure` into it."""
        above = figure.parent[figure.parent.index(figure) - 1]
        outputs = [] if isinstance(above, nodes.figure) else list(above.findall(is_output))
        if not outputs:
            logger.warning("caption: no cell with an output stands above it", location=figure)
            return
        for output in outputs:
            output.parent.remove(output)
            figure.insert(len(figure) - 1, output)  # the caption stays last
        pictures = [
            node
            for output in outputs
            for node in output.findall(nodes.Element)
            if isinstance(node, nodes.image)
            or (isinstance(node, nodes.raw) and "<img" in node.astext())
        ]
        for picture in pictures:
            picture["alt"] = figure["alt"]
        if not pictures:
            logger.warning("caption: the output above it holds no picture", location=figure)


def setup(app: Sphinx) -> None:
    """Register the directive and the transform."""
    app.add_directive("caption", Caption)
    app.add_transform(MoveOutputs)
