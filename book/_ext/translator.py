"""The HTML of the nodes of a page, where the book wants it otherwise than Sphinx."""

from pathlib import Path

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from book._ext.boxes import fold
from book._ext.outputs import LAZY, lift, size
from book._ext.sections import is_box


class Translator(HTML5Translator):
    """Sphinx's translator, with the methods for some nodes replaced."""

    def starttag(  # the names are those of docutils
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **atts: str,
    ) -> str:
        """Return a tag, with the attributes that were left on its node under `html`."""
        tag: str = super().starttag(node, tagname, suffix, empty, **atts, **node.get("html", {}))
        return tag

    def visit_section(self, node: nodes.section) -> None:
        """Open a section; the inside of a box, which has no heading, is none in HTML."""
        if is_box(node):
            self.body.append(self.starttag(node, "div"))
        else:
            super().visit_section(node)

    def depart_section(self, node: nodes.section) -> None:
        """Close it."""
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
        """Close it."""
        self.body.append("</details>\n")

    def visit_table(self, node: nodes.Element) -> None:
        """Open a table within a box, in which it scrolls where it is wider than the screen."""
        self.body.append('<div class="table-box">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        """Close both."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Open a cell; the corner above a column of names is the head of nothing."""
        super().visit_entry(node)
        if isinstance(node.parent.parent, nodes.thead) and not node.astext():
            node.clear()
            self.body.append(self.body.pop().replace("<th", "<td", 1))
            self.context[-1] = "</td>\n"

    def visit_citation(self, node: nodes.citation) -> None:
        """Open an item of the list of references; docutils' role for it, ARIA has given up."""
        super().visit_citation(node)
        self.body.append(self.body.pop().replace('"doc-biblioentry"', '"listitem"'))

    def visit_image(self, node: nodes.Element) -> None:
        """Let a picture hold its place before it arrives, and arrive when it is near."""
        path = Path(self.builder.srcdir, node["uri"])
        # A size in plain numbers is that of the picture, from matplotlib; authors ask for others.
        for side in ("width", "height"):
            if node.get(side, "").isdigit():
                del node[side]
        asked = {"width", "height", "scale"} & node.attributes.keys()
        node["html"] = LAZY if asked else LAZY | size(path)
        super().visit_image(node)

    def visit_raw(self, node: nodes.raw) -> None:
        """Write raw HTML, of which some becomes files."""
        if "html" in node["format"].split():
            node.children = [nodes.Text(lift(node, self))]
        super().visit_raw(node)
