"""A `medium` directive: words that hold in some media alone.

The page moves and folds, a notebook runs, and paper (an e-book, a PDF, a printed page) does
neither. The directive names the media in which its content holds: `{medium} page notebook`. What
makes one of them leaves out what holds in others; the site hides it by its style.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

MEDIA = ("page", "notebook", "paper")


class Medium(SphinxDirective):
    """What holds in the media that it names."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the content in a container that says so."""
        named = self.arguments[0].split()
        for name in named:
            if name not in MEDIA:
                raise self.error(f"medium: {name!r} is none of {', '.join(MEDIA)}")
        classes = ["medium", *(f"on-{name}" for name in named)]
        return [nodes.container("", *self.parse_content_to_nodes(), classes=classes)]


def holds(node: nodes.Node, medium: str) -> bool:
    """Tell whether what a node says holds in a medium, as far as the node itself tells."""
    classes: list[str] = node.get("classes", []) if isinstance(node, nodes.Element) else []
    return "medium" not in classes or f"on-{medium}" in classes


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("medium", Medium)
