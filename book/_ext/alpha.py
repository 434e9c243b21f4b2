"""A role `alpha` that opens a learning rate in the explorer of chapter 10: {alpha}`0.0083`.

With words of its own, and a whole setting: {alpha}`on the right <0.007&w0=10&w1=0>`.
"""

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

CHAPTER = "10-stability"


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element
) -> nodes.reference | None:
    """Turn the role into a link to the chapter, with the setting in its address."""
    if node["reftype"] != "alpha":
        return None
    page = app.builder.get_relative_uri(node["refdoc"], CHAPTER)
    uri = f"{page}#alpha={node['reftarget']}"
    return nodes.reference("", node.astext(), refuri=uri, internal=True, classes=["alpha"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the role."""
    app.add_role("alpha", XRefRole())
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
