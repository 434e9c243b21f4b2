"""Two rules of typography: a pasted number has a true minus sign, and a line does not break between
a formula and what is written right before or after it: a bracket, a particle, a comma.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

# A letter of a script without blanks between words (Thai to Khmer, Japanese, Chinese): a line may
# break beside any of them.
DENSE = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
HEAD, TAIL = rf"(?:{DENSE}|(?:(?!{DENSE})\S)*)\Z", rf"(?<={DENSE})|\s|\Z"
# What Python shows of what has no value, or of what is no number yet.
NO_NUMBER = re.compile(r"\b(nan|inf)\b|\b(tensor|array)\(|<.* at 0x")


class Minus(SphinxPostTransform):
    """Replace Python's hyphen in every pasted number by the sign that formulas have."""

    # After myst-nb has pasted, at 4.
    default_priority = 10

    def run(self, **kwargs: object) -> None:
        """Look at all that was pasted."""
        for pasted in self.document.findall(nodes.inline):
            if "pasted-text" in pasted["classes"]:
                if NO_NUMBER.search(pasted.astext()):
                    logger.warning("glue: %s: no number", pasted.astext(), location=pasted)
                for text in list(pasted.findall(nodes.Text)):
                    text.parent.replace(text, nodes.Text(re.sub(r"^-(?=\d)", "−", text)))


class NoBreak(SphinxPostTransform):
    """Tie a formula to what is written right beside it; no outer piece parts from that."""

    # After references and pasted values have become text.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Join what belongs together."""
        for formula in list(self.document.findall(nodes.math)):
            # By position: docutils would find the first text that is equal, not this one.
            parent, place = formula.parent, formula.parent.index(formula)
            before, after = text_at(parent, place - 1), text_at(parent, place + 1)
            start, head = cut(before, HEAD)
            tail, end = cut(after, TAIL)
            if head or tail:
                tie = nodes.inline("", "", classes=["together"])
                first, last = place - bool(before), place + bool(after)
                parent[first : last + 1] = [*text(start), tie, *text(end)]
                tie += [*text(head), formula, *text(tail)]


def cut(text: str, pattern: str) -> tuple[str, str]:
    """Return the text before the first match of a pattern, and from there on."""
    found = re.search(pattern, text)
    assert found is not None, "it matches at the end at the latest"
    return text[: found.start()], text[found.start() :]


def text(content: str) -> list[nodes.Text]:
    """Return a node of text; none without content."""
    return [nodes.Text(content)] if content else []


def text_at(parent: nodes.Element, place: int) -> str:
    """Return the text at a place among the children of a node; empty if there is another node."""
    child = parent[place] if 0 <= place < len(parent) else None
    return child.astext() if isinstance(child, nodes.Text) else ""


def setup(app: Sphinx) -> None:
    """Register both."""
    app.add_post_transform(Minus)
    app.add_post_transform(NoBreak)
