"""Keep a formula and what is written right after it on one line: a particle, a comma, a bracket.

Browsers break a line before and after a formula, whatever stands there.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# A line may break within a formula after one of these; then it needs no help.
BREAK = re.compile(r"[=<>+-]|\\(?:approx|cdot|geq?|in|leq?|neq?|pm|times|to)(?![a-z])")


class Join(SphinxPostTransform):
    """Put such pairs into one inline node, which the style sheet does not break."""

    # After references and glued values have become text.
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


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_post_transform(Join)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
