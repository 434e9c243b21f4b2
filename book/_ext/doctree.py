"""What several extensions ask of a node: what it is, and where it stands."""

from collections.abc import Iterator

from docutils import nodes


def is_code(node: nodes.Node) -> bool:
    """Tell whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def is_output(node: nodes.Node) -> bool:
    """Tell whether a node is what a code cell printed or drew."""
    return isinstance(node, nodes.container) and "cell_output" in node["classes"]


def is_box(section: nodes.section) -> bool:
    """Tell whether this is no section of the page but the inside of an exercise or a theorem."""
    return not isinstance(section.parent, nodes.section | nodes.document)


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield all that a node stands in, from within outwards."""
    while node.parent:
        node = node.parent
        yield node
