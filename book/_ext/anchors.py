"""Anchors of sections, the same in every language.

A section is known by its label, else by its place on the page: `part-3`. Words of a heading make
no address, as a translation has others, and Hangul makes none at all.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from book._ext.doctree import is_box


class NameSections(SphinxTransform):
    """Give every section of a page its address, and every numbered formula without a label."""

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
        for place, formula in enumerate(self.document.findall(nodes.math_block)):
            if "amsmath" in formula["classes"] and formula["ids"]:
                formula["ids"] = [f"formula-{place}"]  # MyST's own is random


def setup(app: Sphinx) -> None:
    """Name sections as chapters are read."""
    app.add_transform(NameSections)
