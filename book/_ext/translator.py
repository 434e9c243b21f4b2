"""The HTML of the nodes of a page, where the book wants it otherwise than Sphinx."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.environment.adapters.asset import ImageAdapter
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from book._ext.boxes import fold
from book._ext.doctree import ancestors, is_box, is_output
from book._ext.outputs import LAZY, move_to_files, size, warn_of_address

logger = logging.getLogger(__name__)


class Translator(HTML5Translator):
    """Sphinx's translator, with the methods for some nodes replaced."""

    def starttag(self, node: nodes.Element, *args: Any, **attributes: Any) -> str:
        """Return a tag; a node may bring attributes of its own, as `html`."""
        tag: str = super().starttag(node, *args, **{**attributes, **node.get("html", {})})
        return tag

    def visit_section(self, node: nodes.section) -> None:
        """Open a section; the inside of a box, which has no heading, is none in HTML."""
        if is_box(node):
            self.body.append(self.starttag(node, "div"))
        else:
            super().visit_section(node)

    def depart_section(self, node: nodes.section) -> None:
        if is_box(node):
            self.body.append("</div>\n")
        else:
            super().depart_section(node)

    def visit_fold(self, node: fold) -> None:
        """Open a fold; its title is the summary."""
        title, *_content = node.children
        self.body.append(self.starttag(node, "details"))
        self.body.append("<summary>")
        for child in title.children:
            child.walkabout(self)
        self.body.append("</summary>\n")
        node.remove(title)

    def depart_fold(self, node: fold) -> None:
        self.body.append("</details>\n")

    def visit_table(self, node: nodes.Element) -> None:
        """Open a table within a box, in which it scrolls where it is wider than the screen."""
        self.body.append('<div class="table-box">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Open a cell; the corner above a column of names is the head of nothing."""
        super().visit_entry(node)
        empty = not node.astext() and node.next_node(nodes.image) is None
        if isinstance(node.parent.parent, nodes.thead) and empty:
            node.clear()
            self.body.append(self.body.pop().replace("<th", "<td", 1))
            self.context[-1] = "</td>\n"

    def visit_reference(self, node: nodes.Element) -> None:
        """Open a link; one that shows its address, or its DOI, needs none beside it on paper."""
        if node.get("refuri", "").endswith(node.astext().removeprefix("doi:")):
            node["classes"].append("address")
        super().visit_reference(node)

    def visit_citation(self, node: nodes.citation) -> None:
        """Open an entry of the references; docutils' `doc-biblioentry` is deprecated in ARIA."""
        node["html"] = {"role": "listitem"}
        super().visit_citation(node)

    def visit_image(self, node: nodes.Element) -> None:
        """Open a picture: it loads lazily, and its size is known against shifts of the layout."""
        if "://" in node["uri"]:
            warn_of_address(node["uri"], node)
        # As it was drawn, before it was made lighter.
        drawn = ImageAdapter(self.builder.env).get_original_image_uri(node["uri"])
        path = Path(self.builder.srcdir, drawn)
        if any(map(is_output, ancestors(node))):
            # The size that myst-nb tells is rounded otherwise.
            node.attributes.pop("width", None)
            node.attributes.pop("height", None)
        elif not node.get("alt"):
            logger.warning("a picture without words: give it an :alt:", location=node.parent)
        asked = {"width", "height", "scale"} & node.attributes.keys()
        node["html"] = LAZY if asked else LAZY | size(path)
        super().visit_image(node)

    def visit_raw(self, node: nodes.raw) -> None:
        """Write raw HTML, of which some becomes files; the page's assets are kept in `assets`."""
        if "html" in node["format"].split():
            html, assets = move_to_files(node, self.builder)
            self.document["assets"] = {**self.document.get("assets", {}), **assets}
            node.children = [nodes.Text(html)]
        super().visit_raw(node)
