"""A `margin` directive: an aside in the margin, a sidebar that needs no title."""

from docutils import nodes
from docutils.parsers.rst.directives.body import Sidebar
from sphinx.application import Sphinx


class Margin(Sidebar):
    """An aside in the margin."""

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


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("margin", Margin)
