"""The book's theme: its templates, and the markup that its style sheet expects."""

from docutils import nodes
from docutils.parsers.rst.directives.body import Sidebar
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from book._tools.sources import BOOK


class Margin(Sidebar):
    """An aside in the margin; it needs no title."""

    required_arguments = 0
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the aside."""
        self.arguments = self.arguments or [""]
        # The types of docutils leave the directive's own method out.
        asides: list[nodes.Node] = super().run()  # type: ignore[no-untyped-call]
        for aside in asides:
            if isinstance(aside, nodes.sidebar):
                aside["classes"].append("margin")
        return asides


def visit_table(translator: HTML5Translator, node: nodes.table) -> None:
    """Open a table within a box, in which it scrolls where it is wider than the screen."""
    translator.body.append('<div class="table-box">')
    type(translator).visit_table(translator, node)


def depart_table(translator: HTML5Translator, node: nodes.table) -> None:
    """Close both."""
    type(translator).depart_table(translator, node)
    translator.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the theme."""
    app.add_html_theme("book", str(BOOK / "theme"))
    app.add_directive("margin", Margin)
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
