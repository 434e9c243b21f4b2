"""The book's own Sphinx extension: how a chapter becomes a page and a notebook.

CONTRIBUTING.md draws the way.
"""

from sphinx.application import Sphinx

# Modules, each an extension of its own.
EXTENSIONS = [
    "config",  # first, as it sets the language for all others
    "addresses",
    "alpha",
    "anchors",
    "caption",
    "chapters",
    "dependencies",
    "lint",
    "boxes",
    "medium",
    "typography",
    "notebook",
    "katex",
    "outputs",
    "builder",
    "page",
    "search",
]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register them all."""
    for name in EXTENSIONS:
        app.setup_extension(f"{__name__}.{name}")
    # Formulas of all pages go to one process.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
