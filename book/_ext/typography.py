"""Two rules of typography: a pasted number has a true minus sign, and a line does not break between
a formula and what is written right after it: a particle, a comma, a bracket.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# A line may break within a formula after one of these; then it needs no help.
BREAK = re.compile(r"[=<>+-]|\\(?:approx|cdot|geq?|in|leq?|neq?|pm|times|to)(?![a-z])")


class Minus(SphinxPostTransform):
    """Replace Python's hyphen in every pasted number by the sign that formulas have."""

    # After myst-nb has pasted, at 4.
    default_priority = 10

    def run(self, **kwargs: object) -> None:
        """Look at all that was pasted."""
        for pasted in self.document.findall(nodes.inline):
            if "pasted-text" in pasted["classes"]:
                for text in list(pasted.findall(nodes.Text)):
                    text.parent.replace(text, nodes.Text(re.sub(r"^-(?=\d)", "−", text)))


class NoBreak(SphinxPostTransform):
    """Put a formula and what follows it into one inline node, which the style does not break."""

    # After references and pasted values have become text.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Join what belongs together."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            if not isinstance(after, nodes.Text):
                continue
            tail = re.match(r"\S+", after)
            if tail and not BREAK.search(formula.astext()):
                pair = nodes.inline("", "", classes=["together"])
                # By position: docutils would find the first text that is equal, not this one.
                parent, place = formula.parent, formula.parent.index(formula)
                parent[place : place + 2] = [pair, nodes.Text(after[tail.end() :])]
                pair += [formula, nodes.Text(tail[0])]


def setup(app: Sphinx) -> None:
    """Register both."""
    app.add_post_transform(Minus)
    app.add_post_transform(NoBreak)
