"""Addresses of sections that are the same in every language.

A section is known by its label, else by its place on the page: `part-3`. Words of a heading make
no address, as a translation has others, and Hangul makes none at all.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.writers.html5 import HTML5Translator


class NameSections(SphinxTransform):
    """Give every section of a page its address."""

    # After labels have reached their sections (260), before tables of contents are made.
    default_priority = 800

    def apply(self, **kwargs: object) -> None:
        """Replace the addresses that were made of words."""
        sections = list(self.document.findall(nodes.section))
        for place, section in enumerate(filter(is_box, sections)):
            # It would be the same for all boxes of the page.
            section["ids"] = [f"box-{place}"]
        for place, section in enumerate(s for s in sections if not is_box(s)):
            labels = [name for name in section["names"] if self.document.nametypes.get(name)]
            section["ids"] = [self.document.nameids[name] for name in labels] or [f"part-{place}"]
            for name in section["ids"]:
                self.document.ids[name] = section


def is_box(section: nodes.section) -> bool:
    """Tell whether this is no section of the page but the inside of an exercise or a theorem."""
    return not isinstance(section.parent, nodes.section | nodes.document)


def visit(translator: HTML5Translator, node: nodes.section) -> None:
    """Open a section; the inside of a box, which has no heading, is none in HTML."""
    if is_box(node):
        translator.body.append(translator.starttag(node, "div"))
    else:
        type(translator).visit_section(translator, node)


def depart(translator: HTML5Translator, node: nodes.section) -> None:
    """Close it."""
    if is_box(node):
        translator.body.append("</div>\n")
    else:
        type(translator).depart_section(translator, node)


def setup(app: Sphinx) -> dict[str, bool]:
    """Name sections, and draw those that are none."""
    app.add_transform(NameSections)
    app.add_node(nodes.section, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
