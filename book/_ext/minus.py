"""Show a glued negative number with a minus sign, as formulas do, not with Python's hyphen."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class Minus(SphinxPostTransform):
    """Replace the hyphen of every pasted number."""

    # After myst-nb has pasted, at 4.
    default_priority = 10

    def run(self, **kwargs: object) -> None:
        """Look at all that was pasted."""
        for pasted in self.document.findall(nodes.inline):
            if "pasted-text" in pasted["classes"]:
                for text in list(pasted.findall(nodes.Text)):
                    text.parent.replace(text, nodes.Text(re.sub(r"^-(?=\d)", "−", text)))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_post_transform(Minus)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
