"""A role `alpha` that opens a learning rate in the book's explorer: {alpha}`0.0083`.

With words of its own, and a whole setting: {alpha}`on the right <0.007&w0=10&w1=0>`.
"""

import math

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging

logger = logging.getLogger(__name__)

EXPLORER = "<linefit-explorer"
# Rates that it knows by name.
NAMED = {"best", "limit"}
# Beside the rate, which comes first: where the path starts, and how long it is.
OTHERS = {"w0", "w1", "epochs", "step"}


def find_explorer(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the page that shows the explorer."""
    if any(EXPLORER in raw.astext() for raw in doctree.findall(nodes.raw)):
        app.env.metadata[app.env.docname]["explorer"] = True


def fault(target: str) -> str:
    """Return what is wrong with a setting, or an empty string."""
    rate, *others = target.split("&")
    settings = dict(part.partition("=")[::2] for part in others)
    unknown = settings.keys() - OTHERS
    if unknown:
        return f"expected settings among {sorted(OTHERS)}, got {sorted(unknown)}"
    if rate not in NAMED and not 0 < number(rate) < math.inf:
        return f"expected a rate above 0, or one of {sorted(NAMED)}, got {rate!r}"
    for name, value in settings.items():
        if not math.isfinite(number(value)):
            return f"{name}: expected a number, got {value!r}"
    return ""


def number(text: str) -> float:
    """Return the number that is written in `text`, or NaN."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element
) -> nodes.Element | None:
    """Turn the role into a link to the explorer, with the setting in its address."""
    if node["reftype"] != "alpha":
        return None
    pages = [page for page, metadata in env.metadata.items() if metadata.get("explorer")]
    wrong = fault(node["reftarget"]) or ("" if pages else "no page of the book shows the explorer")
    if wrong:
        logger.warning("alpha: %s: %s", node["reftarget"], wrong, location=node)
        return contnode
    uri = f"{app.builder.get_relative_uri(node['refdoc'], pages[0])}#alpha={node['reftarget']}"
    return nodes.reference("", node.astext(), refuri=uri, internal=True, classes=["alpha"])


def setup(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("alpha", XRefRole())
    app.connect("doctree-read", find_explorer)
    app.connect("missing-reference", resolve)
