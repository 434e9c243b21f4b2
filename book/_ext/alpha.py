"""A role `alpha` that opens a learning rate in the book's explorer: {alpha}`0.0083`.

With words of its own, and a whole setting: {alpha}`on the right <0.007&w0=10&w1=0>`.
"""

import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging

logger = logging.getLogger(__name__)

EXPLORER = "<linefit-explorer"
# A rate, or one that it knows by name; then where the path starts, and how long it is.
NUMBER = r"\d*\.?\d+(?:e-?\d+)?"
SETTING = re.compile(rf"(best|limit|(?=.*[1-9]){NUMBER})(&(w0|w1|epochs|step)=-?{NUMBER})*")


def find_explorer(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the page that shows the explorer."""
    if any(EXPLORER in raw.astext() for raw in doctree.findall(nodes.raw)):
        app.env.metadata[app.env.docname]["explorer"] = True


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element
) -> nodes.Element | None:
    """Turn the role into a link to the explorer, with the setting in its address."""
    if node["reftype"] != "alpha":
        return None
    pages = [page for page, metadata in env.metadata.items() if metadata.get("explorer")]
    known = SETTING.fullmatch(node["reftarget"])
    if not known or not pages:
        wrong = "no page of the book shows the explorer" if known else "no setting of the explorer"
        logger.warning("alpha: %s: %s", node["reftarget"], wrong, location=node)
        return contnode
    uri = f"{app.builder.get_relative_uri(node['refdoc'], pages[0])}#alpha={node['reftarget']}"
    return nodes.reference("", node.astext(), refuri=uri, internal=True, classes=["alpha"])


def setup(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("alpha", XRefRole())
    app.connect("doctree-read", find_explorer)
    app.connect("missing-reference", resolve)
