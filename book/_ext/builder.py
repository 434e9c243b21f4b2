"""Sphinx's builder of HTML, with the book's own translator and theme.

Of style sheets and scripts it serves those of the theme, and none that extensions bring: no page
links them.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from book._ext.translator import Translator
from book._tools.sources import THEME

PICTURES = ["image/webp", *StandaloneHTMLBuilder.supported_image_types]
# On lines of its own, and what a line is indented by.
COMMENT = re.compile(r"^\s*(//.*|/\*(?s:.*?)\*/)?\n?", re.MULTILINE)
# Extensions that copy a style sheet of theirs when the build is over.
BRING_STYLES = {"myst_nb", "sphinx_exercise", "sphinx_proof"}


class Builder(StandaloneHTMLBuilder):
    """Builds the pages of one language."""

    default_translator_class = Translator
    supported_image_types = PICTURES
    # Sphinx's own knows no Korean.
    search = False

    def copy_static_files(self) -> None:
        """Serve the files of the theme; comments are for those who read the sources."""
        self.copy_theme_static_files({})
        for file in (THEME / "static").iterdir():
            if file.suffix in (".js", ".css"):
                code = COMMENT.sub("", file.read_text("utf-8"))
                Path(self.outdir, "_static", file.name).write_text(code, "utf-8")


def leave_styles(app: Sphinx) -> None:
    """Leave out what copies the styles of extensions."""
    for listener in list(app.events.listeners["build-finished"]):
        if listener.handler.__module__.partition(".")[0] in BRING_STYLES:
            app.disconnect(listener.id)


def setup(app: Sphinx) -> None:
    """Register builder and theme."""
    app.add_html_theme("book", str(THEME))
    app.add_builder(Builder, override=True)
    app.connect("builder-inited", leave_styles)
